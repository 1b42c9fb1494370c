import { deflateRawSync, inflateRawSync } from 'node:zlib';
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
  /** May be added to until it is packed. */
  readonly history: HistoryEvent[];
  /** Keeps the history in a small part of its room; reading it takes longer from then on. */
  packHistory(): void;
  /** The key of each event, and what the interpreter noted beside it: kept while a restart or a redrive may need them. */
  readonly keys: string[];
  readonly memos: (Json | undefined)[];
  /** Events by key that were recorded before this run of the interpreter: by an earlier life of the process, or before a redrive. */
  readonly recorded: Map<string, RecordedEvent>;
  readonly notes: Map<string, Json>;
  /** Ends at its next state, since its machine is being deleted. */
  doomed: boolean;
  /** Stops the interpreter; absent while it does not run. */
  halt: Halt | undefined;
  /** Those who wait for its end to be durable. */
  readonly endWaiters: Set<Pick<PromiseWithResolvers<void>, 'resolve' | 'reject'>>;
}

/** Fast, and most of a history is repetition. */
const LEVEL = { level: 1 };

class KeptExecution implements Execution {
  readonly number: number;
  stored: StoredExecution;
  readonly keys: string[] = [];
  readonly memos: (Json | undefined)[] = [];
  readonly recorded = new Map<string, RecordedEvent>();
  readonly notes = new Map<string, Json>();
  readonly endWaiters: Execution['endWaiters'] = new Set();
  doomed = false;
  halt: Halt | undefined = undefined;
  #history: HistoryEvent[] | Buffer = [];

  constructor(number: number, stored: StoredExecution) {
    this.number = number;
    this.stored = stored;
  }

  get history(): HistoryEvent[] {
    const kept = this.#history;
    return Buffer.isBuffer(kept) ? (JSON.parse(inflateRawSync(kept).toString('utf8')) as HistoryEvent[]) : kept;
  }

  packHistory(): void {
    if (Buffer.isBuffer(this.#history)) return;
    const packed = deflateRawSync(JSON.stringify(this.#history), LEVEL);
    // A copy with room of its own: what the compressor gives, and what comes from Node's pool, keep much more alive.
    const kept = Buffer.allocUnsafeSlow(packed.length);
    packed.copy(kept);
    this.#history = kept;
  }
}

export const createExecution = (number: number, stored: StoredExecution): Execution =>
  new KeptExecution(number, stored);

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
