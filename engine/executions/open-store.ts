import { compactJournal } from '../journal/compact-journal.ts';
import { openJournalReader, type JournalReader } from '../journal/journal-reader.ts';
import type { Journal } from '../journal/journal.ts';
import { readJournal } from '../journal/read-journal.ts';
import { createExecutionStore, type ExecutionStore } from './execution-store.ts';

/** A smaller journal is read faster than it is rewritten. */
const FEWEST_TO_COMPACT = 1_000;
/** A journal of which more than this part is still needed stays as it is: rewriting it would cost more than it gains. */
const LARGEST_WORTH = 0.75;

export interface OpenedStore {
  readonly store: ExecutionStore;
  readonly reader: JournalReader;
}

/**
 * Takes in what earlier lives of the process left in the journal, and writes the journal anew where most of it is of
 * executions that stopped before `since`. Throws `EngineFolderError`.
 */
export const openStore = (path: string, journal: () => Journal, since: number): OpenedStore => {
  const read = (): OpenedStore & { readonly worth: boolean } => {
    const reader = openJournalReader(path);
    try {
      const { store, replay, snapshot } = createExecutionStore(journal, reader);
      const records = readJournal(path, replay);
      const left = store.forget(since);
      const worth = records > FEWEST_TO_COMPACT && left < records * LARGEST_WORTH;
      if (worth) compactJournal(path, snapshot());
      return { store, reader, worth };
    } catch (error) {
      reader.close();
      throw error;
    }
  };
  const opened = read();
  if (!opened.worth) return opened;
  // Everything stands elsewhere in the new journal.
  opened.reader.close();
  return read();
};
