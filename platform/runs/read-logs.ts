import type { Execution } from './run.ts';
import { readSegments, type SegmentObjects, type SegmentPage } from './segments.ts';

interface LogLine {
  /** ISO 8601 in UTC. */
  readonly time: string;
  readonly stream: 'stdout' | 'stderr' | 'platform';
  readonly message: string;
}

/** The log of an execution's latest attempt from a cursor on. */
export async function readLogs(
  objects: SegmentObjects,
  execution: Execution,
  cursor: string | undefined,
): Promise<SegmentPage<LogLine>> {
  return readSegments(objects, execution, 'logs', cursor, isLogLine);
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
