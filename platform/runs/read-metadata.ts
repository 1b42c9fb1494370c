import { inParallel } from '../concurrency/in-parallel.ts';
import { attemptPrefix } from './run-keys.ts';
import type { Execution } from './run.ts';
import { listSegments, parseLines, type SegmentObjects } from './segments.ts';

interface MetadataEvent {
  /** ISO 8601 in UTC. */
  readonly time: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface ExecutionMetadata {
  /** In time order; where an attempt printed more than an answer holds, the latest. */
  readonly events: readonly MetadataEvent[];
  /** Latest value of each key. */
  readonly latest: Readonly<Record<string, unknown>>;
}

/** Answers of Lambda have at most 6 MB. */
const mostCharacters = 4 * 1024 * 1024;

/** What an execution's latest attempt printed as metadata. */
export async function readMetadata(objects: SegmentObjects, execution: Execution): Promise<ExecutionMetadata> {
  const prefix = `${attemptPrefix(execution.project, execution.runId, execution)}metadata/`;
  const segments = await listSegments(objects, prefix);
  const texts = await inParallel(segments, 8, async ({ key }) => (await objects.getText(key)) ?? '');
  let characters = 0;
  const kept = texts.toReversed().filter((text) => (characters += text.length) <= mostCharacters);
  const events = kept.toReversed().flatMap(parseLines).filter(isMetadataEvent);
  return { events, latest: { ...execution.metadata } };
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
