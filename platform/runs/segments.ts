import { decodeCursor, encodeCursor } from '../paging/cursor.ts';
import { attemptPrefix } from './run-keys.ts';
import type { Execution } from './run.ts';
import { isFate } from './statuses.ts';

/** What steps flush while they run: numbered objects of one JSON value a line, below an attempt's prefix. */
export interface SegmentObjects {
  /** Keys that begin with the prefix. */
  keys(prefix: string): AsyncIterable<string>;
  /** Undefined: no such object. */
  getText(key: string): Promise<string | undefined>;
}

interface Segment {
  readonly number: number;
  readonly key: string;
}

/** `<prefix><number>.ndjson`, in the order of their numbers. */
async function listSegments(objects: SegmentObjects, prefix: string): Promise<readonly Segment[]> {
  const segments: Segment[] = [];
  for await (const key of objects.keys(prefix)) {
    const number = /^(\d+)\.ndjson$/u.exec(key.slice(prefix.length))?.[1];
    if (number !== undefined) segments.push({ number: Number(number), key });
  }
  return segments.sort((a, b) => a.number - b.number);
}

/** A page ends after the segment that passes this: answers of Lambda have at most 6 MB. */
const enoughCharacters = 1024 * 1024;

export interface SegmentPage<T> {
  readonly lines: readonly T[];
  /** Goes on after the last line, also of an execution that still runs. */
  readonly nextCursor?: string;
  /** No more lines will come. */
  readonly complete: boolean;
}

/**
 * What an execution's latest attempt flushed, from a cursor on: the number of the segment and how many of its lines were read.
 * A cursor into an earlier attempt starts with the latest one's beginning.
 */
export async function readSegments<T>(
  objects: SegmentObjects,
  execution: Execution,
  folder: 'logs' | 'metadata',
  cursor: string | undefined,
  isLine: (value: unknown) => value is T,
): Promise<SegmentPage<T>> {
  const attempt = `${execution.generation}.${execution.attempt}`;
  const [of, fromSegment, fromLine] =
    cursor === undefined ? [attempt, 0, 0] : decodeCursor(cursor, ['string', 'number', 'number']);
  const start = of === attempt ? { segment: fromSegment, line: fromLine } : { segment: 0, line: 0 };

  const prefix = `${attemptPrefix(execution.project, execution.runId, execution)}${folder}/`;
  const open = (await listSegments(objects, prefix)).filter(({ number }) => number >= start.segment);
  const lines: T[] = [];
  let characters = 0;
  let place = start;
  let last = true;
  for (const [index, { number, key }] of open.entries()) {
    const text = (await objects.getText(key)) ?? '';
    const all = parseLines(text).filter(isLine);
    const skipped = number === start.segment ? start.line : 0;
    lines.push(...all.slice(skipped));
    place = { segment: number, line: all.length };
    // Lines that were read before take no room.
    if (all.length > skipped) characters += text.length;
    last = index === open.length - 1;
    if (characters >= enoughCharacters) break;
  }
  // The execution was read before its segments were listed, and what it printed is flushed before its outcome is recorded.
  const complete = last && isFate(execution.status);
  return { lines, complete, ...(complete ? {} : { nextCursor: encodeCursor([attempt, place.segment, place.line]) }) };
}

/** The values on a segment's lines; a line that was cut off says nothing. */
function parseLines(text: string): readonly unknown[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      return [];
    }
  });
}
