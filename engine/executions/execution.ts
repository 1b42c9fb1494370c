import type { HistoryEvent } from '../history/history-event.ts';
import type { Halt } from '../interpreter/halt.ts';
import type { RecordedEvent } from '../interpreter/recorder.ts';
import type { Json } from '../json/json.ts';
import type { StoredExecution } from '../journal/stored-execution.ts';

/** An execution in memory: what is kept of it, its history, and what an earlier life of the process left to replay. */
export interface Execution {
  /** Its number in the journal. */
  readonly number: number;
  stored: StoredExecution;
  readonly history: HistoryEvent[];
  /** Events by key, of an earlier life of the process. */
  readonly recorded: Map<string, RecordedEvent>;
  readonly notes: Map<string, Json>;
  /** Stops the interpreter; absent while it does not run. */
  halt: Halt | undefined;
  /** Those who wait for its end to be durable. */
  readonly endWaiters: Set<Pick<PromiseWithResolvers<void>, 'resolve' | 'reject'>>;
}

export const createExecution = (number: number, stored: StoredExecution): Execution => ({
  number,
  stored,
  history: [],
  recorded: new Map(),
  notes: new Map(),
  halt: undefined,
  endWaiters: new Set(),
});
