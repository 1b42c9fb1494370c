import { existsSync, readFileSync, truncateSync } from 'node:fs';
import { EngineFolderError } from './engine-folder-error.ts';
import type { JournalRecord } from './journal-record.ts';

/**
 * Reads a journal's records in order. A last record that was cut off by the death of the process is cut from the file:
 * it was never visible to anyone. Any other damage throws `EngineFolderError`.
 */
export const readJournal = (path: string, visit: (record: JournalRecord) => void): void => {
  if (!existsSync(path)) return;
  const data = readFileSync(path);
  let start = 0;
  for (let line = 1; start < data.length; line++) {
    const end = data.indexOf(10, start);
    if (end < 0) {
      truncateSync(path, start);
      return;
    }
    let record: JournalRecord;
    try {
      record = JSON.parse(data.toString('utf8', start, end)) as JournalRecord;
    } catch {
      throw new EngineFolderError(
        `the journal "${path}" is damaged at line ${line}; restore the folder from a copy, or move the file away to start afresh`,
      );
    }
    visit(record);
    start = end + 1;
  }
};
