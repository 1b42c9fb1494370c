import type { Execution } from './run.ts';
import { readSegments, type SegmentObjects, type SegmentPage } from './segments.ts';

interface MetadataEvent {
  /** ISO 8601 in UTC. */
  readonly time: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface MetadataPage extends Omit<SegmentPage<MetadataEvent>, 'lines'> {
  /** In time order. */
  readonly events: readonly MetadataEvent[];
  /** Latest value of each key. */
  readonly latest: Readonly<Record<string, unknown>>;
}

/** What an execution's latest attempt printed as metadata, from a cursor on. */
export async function readMetadata(
  objects: SegmentObjects,
  execution: Execution,
  cursor: string | undefined,
): Promise<MetadataPage> {
  const { lines, ...page } = await readSegments(objects, execution, 'metadata', cursor, isMetadataEvent);
  return { events: lines, latest: { ...execution.metadata }, ...page };
}

function isMetadataEvent(value: unknown): value is MetadataEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'time' in value &&
    typeof value.time === 'string' &&
    'values' in value &&
    typeof value.values === 'object' &&
    value.values !== null
  );
}
