import type { JournalRecord } from './journal-record.ts';

/** Where a record's line stands in the journal, in bytes. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Where everything is written before it is visible to anyone. */
export interface Journal {
  /** Whether anything written is read again: keys of events matter only then. */
  readonly durable: boolean;
  /** Gives where the record will stand, in a journal that is read again. */
  append(record: JournalRecord): Place | undefined;
  /** A promise where something appended is not yet written; it rejects with `EngineFolderError` when it never will be. */
  committed(): Promise<void> | undefined;
  close(): void;
}

export const memoryJournal: Journal = {
  durable: false,
  append: () => undefined,
  committed: () => undefined,
  close: () => undefined,
};

/** Gives an answer once everything that it may show is durable. */
export const whenDurable = async <T>(journal: Journal, answer: T): Promise<T> => {
  await journal.committed();
  return answer;
};
