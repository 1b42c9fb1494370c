import { existsSync, readFileSync, truncateSync } from 'node:fs';
import { EngineFolderError } from './engine-folder-error.ts';
import type { JournalRecord } from './journal-record.ts';

/**
 * Reads a journal's records in order and gives their number. A last record that was cut off by the death of the process is cut from the file:
 * it was never visible to anyone. Any other damage throws `EngineFolderError`.
 */
export const readJournal = (path: string, visit: (record: JournalRecord) => void): number => {
  if (!existsSync(path)) return 0;
  const data = readFileSync(path);
  let start = 0;
  let line = 1;
  for (; start < data.length; line++) {
    const end = data.indexOf(10, start);
    if (end < 0) {
      truncateSync(path, start);
      return line - 1;
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
  return line - 1;
};
