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
  /** The key of each event, and what the interpreter noted beside it: kept while a restart or a redrive may need them. */
  readonly keys: string[];
  readonly memos: (Json | undefined)[];
  /** Events by key that were recorded before this run of the interpreter: by an earlier life of the process, or before a redrive. */
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
  keys: [],
  memos: [],
  recorded: new Map(),
  notes: new Map(),
  halt: undefined,
  endWaiters: new Set(),
});

/** Lays open what was recorded, for the interpreter to find when it runs over it again. */
export const openRecorded = ({ history, keys, memos, recorded }: Execution): void => {
  history.forEach((event, index) => {
    const key = keys[index] ?? '';
    const memo = memos[index];
    if (key !== '') recorded.set(key, memo === undefined ? { event } : { event, memo });
  });
};

/** What has ended well is never run over again. */
export const dropKeys = ({ keys, memos, recorded, notes }: Execution): void => {
  keys.length = 0;
  memos.length = 0;
  recorded.clear();
  notes.clear();
};
