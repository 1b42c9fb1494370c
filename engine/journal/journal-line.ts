import { crc32 } from 'node:zlib';
import type { JournalRecord } from './journal-record.ts';

const SUM = /^\{"c":"([0-9a-f]{8})",/;
/** The length of `{"c":"00000000",`. */
const SUM_LENGTH = 16;

const sumOf = (rest: string): string => crc32(rest).toString(16).padStart(8, '0');

/** A record as a line of the journal: JSON whose first member is the check sum of all that follows it. */
export const journalLine = (record: JournalRecord): string => {
  const rest = JSON.stringify(record).slice(1);
  return `{"c":"${sumOf(rest)}",${rest}\n`;
};

/** The record of a line without its end; undefined when the line is not as it was written. */
export const recordOfLine = (line: string): JournalRecord | undefined => {
  const sum = SUM.exec(line)?.[1];
  // Journals of earlier versions have no check sums.
  if (sum !== undefined && sum !== sumOf(line.slice(SUM_LENGTH))) return undefined;
  try {
    const record = JSON.parse(line) as JournalRecord | null;
    return typeof record === 'object' && record !== null && typeof record.k === 'string' ? record : undefined;
  } catch {
    return undefined;
  }
};
