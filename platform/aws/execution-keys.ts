export interface ExecutionItemKey {
  readonly pk: string;
  readonly sk: string;
}

const shardCount = 16;
/** Below it everything lies in shard 0, so that a usual sweep is read by one query. */
const unshardedTrials = 100;

export function executionItemKey(
  project: string,
  runId: string,
  node: string,
  trial: readonly number[],
): ExecutionItemKey {
  // Padded, so that the sort key is in trial order.
  const padded = trial.map((index) => String(index).padStart(6, '0'));
  return { pk: shardKey(project, runId, node, shardOf(trial)), sk: [node, ...padded].join('.') };
}

/**
 * Partitions in which a node's executions lie. With the sizes of its axes, fewer: an execution's own place follows from its
 * trial alone, since who writes a fate does not know how large the sweep is.
 */
export function shardKeys(
  project: string,
  runId: string,
  node: string,
  axisSizes?: readonly number[],
): readonly string[] {
  const last = axisSizes?.map((size) => Math.max(size - 1, 0));
  const count = last !== undefined && placeOf(last) < unshardedTrials ? 1 : shardCount;
  return Array.from({ length: count }, (_, shard) => shardKey(project, runId, node, shard));
}

function shardOf(trial: readonly number[]): number {
  const place = placeOf(trial);
  return place < unshardedTrials ? 0 : place % shardCount;
}

/** Grows with every index, so that the last trial has the highest place. */
function placeOf(trial: readonly number[]): number {
  return trial.reduce((place, index) => place * 10 + index, 0);
}

function shardKey(project: string, runId: string, node: string, shard: number): string {
  return `P#${project}#RUN#${runId}#X#${node}#${shard}`;
}
