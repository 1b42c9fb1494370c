import type { NodeResult } from '../../statemachines/graph/node-result.ts';
import type { OnChildError } from '../../statemachines/definition/pipeline-definition.ts';
import type { RunNode } from './run.ts';
import type { NodeStatus } from './statuses.ts';

/** Fates of a node's executions; those of which nothing is recorded are not counted. */
export type FateCounts = Readonly<Partial<Record<NodeStatus, number>>>;

/**
 * Several executions of one node as one result, worst first, as the machine sees them too (asl/fate-expressions.ts): like
 * Argo's groups, one that failed decides, and one that was left out does not. `tolerant`: a sweep that completes regardless
 * has succeeded whatever became of its trials, if any began.
 */
export function gatherFates(counts: FateCounts, { total, tolerant }: { total: number; tolerant: boolean }): NodeResult {
  const some = (status: NodeStatus): boolean => (counts[status] ?? 0) > 0;
  const anySucceeded = some('succeeded');
  const allFailed = total > 0 && counts.failed === total;
  const began = anySucceeded || some('failed') || some('errored');
  if (tolerant && began) return { fate: 'succeeded', anySucceeded, allFailed };
  const fate = (['failed', 'errored', 'stopped', 'succeeded', 'skipped'] as const).find(some) ?? 'omitted';
  return { fate, anySucceeded, allFailed };
}

/** One execution by itself, for those who are in its own trial. */
export function resultOf(status: NodeStatus | undefined): NodeResult {
  return {
    ...gatherFates(status === undefined ? {} : { [status]: 1 }, { total: 1, tolerant: false }),
    anySucceeded: false,
    allFailed: false,
  };
}

export function isTolerant(axes: readonly { readonly onChildError: OnChildError }[]): boolean {
  return axes.some((axis) => axis.onChildError === 'continue-and-complete');
}

/** A node whose fate is written, as a whole. */
export function resultOfNode({ fate, summary, axes }: RunNode): NodeResult | undefined {
  if (fate === undefined) return undefined;
  const { succeeded = 0, failed = 0 } = summary?.counts ?? {};
  const total = summary?.total ?? axes.reduce((product, { size = 1 }) => product * size, 1);
  return { fate, anySucceeded: axes.length > 0 && succeeded > 0, allFailed: axes.length > 0 && failed === total };
}
