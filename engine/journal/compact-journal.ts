import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { journalLine } from './journal-line.ts';
import type { JournalRecord } from './journal-record.ts';

/** Records are written in pieces of about this many characters, so that a large journal is never one text. */
const PIECE = 1 << 20;

/**
 * Writes these records as the new journal and puts it in the old one's place. Whoever dies in between leaves the old
 * journal as it was.
 */
export const compactJournal = (path: string, records: Iterable<JournalRecord>): void => {
  const next = `${path}.next`;
  const descriptor = openSync(next, 'w', 0o600);
  let piece = '';
  const write = (): void => {
    const data = Buffer.from(piece);
    for (let offset = 0; offset < data.length;) offset += writeSync(descriptor, data, offset);
    piece = '';
  };
  for (const record of records) {
    piece += journalLine(record);
    if (piece.length > PIECE) write();
  }
  write();
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(next, path);
};
