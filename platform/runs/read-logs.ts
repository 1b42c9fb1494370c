import { decodeCursor, encodeCursor } from '../paging/cursor.ts';
import { attemptPrefix } from './run-keys.ts';
import type { Execution } from './run.ts';
import { listSegments, parseLines, type SegmentObjects } from './segments.ts';
import { isFate } from './statuses.ts';

interface LogLine {
  /** ISO 8601 in UTC. */
  readonly time: string;
  readonly stream: 'stdout' | 'stderr' | 'platform';
  readonly message: string;
}

export interface LogPage {
  readonly lines: readonly LogLine[];
  /** Goes on after the last line, also of an execution that still runs. */
  readonly nextCursor?: string;
  /** No more lines will come. */
  readonly complete: boolean;
}

/** A page ends after the segment that passes this: answers of Lambda have at most 6 MB. */
const enoughCharacters = 1024 * 1024;

/**
 * The log of an execution's latest attempt from a cursor on: the number of the segment and how many of its lines were read.
 * A cursor into an earlier attempt starts with the latest one's beginning.
 */
export async function readLogs(
  objects: SegmentObjects,
  execution: Execution,
  cursor: string | undefined,
): Promise<LogPage> {
  const attempt = `${execution.generation}.${execution.attempt}`;
  const [of, fromSegment, fromLine] =
    cursor === undefined ? [attempt, 0, 0] : decodeCursor(cursor, ['string', 'number', 'number']);
  const start = of === attempt ? { segment: fromSegment, line: fromLine } : { segment: 0, line: 0 };

  const segments = await listSegments(objects, `${attemptPrefix(execution.project, execution.runId, execution)}logs/`);
  const open = segments.filter((segment) => segment.number >= start.segment);
  const lines: LogLine[] = [];
  let characters = 0;
  let place = start;
  let last = true;
  for (const [index, { number, key }] of open.entries()) {
    const text = (await objects.getText(key)) ?? '';
    const all = parseLines(text).filter(isLogLine);
    const skipped = number === start.segment ? start.line : 0;
    lines.push(...all.slice(skipped));
    place = { segment: number, line: all.length };
    characters += text.length;
    last = index === open.length - 1;
    if (characters >= enoughCharacters) break;
  }
  // The execution was read before its segments were listed, and its log is flushed before its outcome is recorded.
  const complete = last && isFate(execution.status);
  return { lines, complete, ...(complete ? {} : { nextCursor: encodeCursor([attempt, place.segment, place.line]) }) };
}

function isLogLine(value: unknown): value is LogLine {
  return (
    typeof value === 'object' &&
    value !== null &&
    'time' in value &&
    typeof value.time === 'string' &&
    'stream' in value &&
    (value.stream === 'stdout' || value.stream === 'stderr' || value.stream === 'platform') &&
    'message' in value &&
    typeof value.message === 'string'
  );
}
