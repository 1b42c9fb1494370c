import { journalLine } from './journal-line.ts';
import type { JournalRecord } from './journal-record.ts';
import { replaceFile } from './replace-file.ts';

/** Records are written in pieces of about this many characters, so that a large journal is never one text. */
const PIECE = 1 << 20;

function* pieces(records: Iterable<JournalRecord>): Generator<Uint8Array> {
  let piece = '';
  for (const record of records) {
    piece += journalLine(record);
    if (piece.length <= PIECE) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  yield Buffer.from(piece);
}

/** Writes these records as the new journal and puts it in the old one's place. */
export const compactJournal = (path: string, records: Iterable<JournalRecord>): void =>
  replaceFile(path, pieces(records));
