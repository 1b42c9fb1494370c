import { closeSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { EngineFolderError } from './engine-folder-error.ts';
import { recordOfLine } from './journal-line.ts';
import type { JournalRecord } from './journal-record.ts';
import type { Place } from './journal.ts';

/** A journal may be larger than the largest buffer or text, so it is read in pieces of this many bytes. */
const PIECE = 1 << 20;
const NEWLINE = 10;

const open = (path: string): number | undefined => {
  try {
    return openSync(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Calls `visit` with each whole line, without its end. Gives the bytes that whole lines take. */
const readLines = (descriptor: number, visit: (line: Buffer, start: number) => void): number => {
  let whole = 0;
  // The pieces of a line whose end has not come yet.
  let begun: Buffer[] = [];
  for (;;) {
    const piece = Buffer.allocUnsafe(PIECE);
    const length = readSync(descriptor, piece, 0, PIECE, null);
    if (length === 0) return whole;
    let start = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0 && end < length; end = piece.indexOf(NEWLINE, start)) {
      const rest = piece.subarray(start, end);
      const line = begun.length === 0 ? rest : Buffer.concat([...begun, rest]);
      begun = [];
      visit(line, whole);
      whole += line.length + 1;
      start = end + 1;
    }
    if (start < length) begun.push(piece.subarray(start, length));
  }
};

/**
 * Reads a journal's records in order and gives their number; `visit` says whether a record fits those before it. A last record
 * that was cut off by the death of the process is cut from the file: it was never visible to anyone. Any other damage
 * throws `EngineFolderError`.
 */
export const readJournal = (path: string, visit: (record: JournalRecord, place: Place) => boolean): number => {
  const descriptor = open(path);
  if (descriptor === undefined) return 0;
  let records = 0;
  try {
    const whole = readLines(descriptor, (line, start) => {
      records++;
      const record = recordOfLine(line.toString('utf8'));
      if (record === undefined || !visit(record, { start, end: start + line.length + 1 })) {
        throw new EngineFolderError(
          `the journal "${path}" is damaged at line ${records}; restore the folder from a copy, or move the file away to start afresh`,
        );
      }
    });
    ftruncateSync(descriptor, whole);
  } finally {
    closeSync(descriptor);
  }
  return records;
};
