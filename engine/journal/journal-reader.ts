import { closeSync, openSync, readSync } from 'node:fs';
import { EngineFolderError } from './engine-folder-error.ts';
import { recordOfLine } from './journal-line.ts';
import type { JournalRecord } from './journal-record.ts';

/** Reads records again that stand in the journal, so that they need not be kept in memory. */
export interface JournalReader {
  /** The records of whole lines from byte `start` up to byte `end`. Throws `EngineFolderError`. */
  read(start: number, end: number): readonly JournalRecord[];
  close(): void;
}

export const openJournalReader = (path: string): JournalReader => {
  let descriptor: number | undefined;
  return {
    read(start, end) {
      descriptor ??= openSync(path, 'r');
      const bytes = Buffer.allocUnsafe(end - start);
      for (let offset = 0; offset < bytes.length;) {
        const length = readSync(descriptor, bytes, offset, bytes.length - offset, start + offset);
        if (length === 0) break;
        offset += length;
      }
      return bytes
        .toString('utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => {
          const record = recordOfLine(line);
          if (record !== undefined) return record;
          throw new EngineFolderError(
            `the journal "${path}" is damaged behind byte ${start}; restore the folder from a copy, or move the file away to start afresh`,
          );
        });
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
};
