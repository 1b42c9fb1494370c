import type { BestExecution, Execution, RunNode } from './run.ts';
import type { NodeStatus } from './statuses.ts';

/** What a node's executions came to. */
export interface NodeTally {
  /** Of all points of its axes; one without axes. */
  readonly total: number;
  /** Of executions that exist; the rest of `total` never began. */
  readonly counts: Readonly<Partial<Record<NodeStatus, number>>>;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly best?: BestExecution;
  /** Why the first execution that did not succeed did not, with its id when it is one of many. */
  readonly firstReason?: string;
}

export function executionTotal(node: RunNode): number {
  return node.axes.reduce((product, axis) => product * axis.size, 1);
}

export function axisSizes(node: RunNode): readonly number[] {
  return node.axes.map((axis) => axis.size);
}

export function countExisting(counts: NodeTally['counts']): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Adds executions up one by one: for nodes whose counts alone do not say enough. */
export function tallyExecutions(node: RunNode, executions: readonly Execution[]): NodeTally {
  const counts: Partial<Record<NodeStatus, number>> = {};
  let startedAt: string | undefined;
  let finishedAt: string | undefined;
  let best: BestExecution | undefined;
  let firstReason: string | undefined;
  for (const execution of executions) {
    counts[execution.status] = (counts[execution.status] ?? 0) + 1;
    if (execution.startedAt !== undefined && (startedAt === undefined || execution.startedAt < startedAt)) {
      startedAt = execution.startedAt;
    }
    if (execution.finishedAt !== undefined && (finishedAt === undefined || execution.finishedAt > finishedAt)) {
      finishedAt = execution.finishedAt;
    }
    best = betterOf(node.targetMetric, best, execution);
    if (firstReason === undefined && execution.status !== 'succeeded' && execution.reason !== undefined) {
      firstReason = node.axes.length === 0 ? execution.reason : `${execution.executionId}: ${execution.reason}`;
    }
  }
  return {
    total: executionTotal(node),
    counts,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(best === undefined ? {} : { best }),
    ...(firstReason === undefined ? {} : { firstReason }),
  };
}

/** Names of metrics that are better when smaller. */
const costMetric = /loss|error|mse|rmse|mae|cost|perplexity|latency|seconds/iu;

function betterOf(
  metric: string | undefined,
  best: BestExecution | undefined,
  execution: Execution,
): BestExecution | undefined {
  if (metric === undefined || !Object.hasOwn(execution.metadata, metric)) return best;
  const value = execution.metadata[metric];
  if (typeof value !== 'number' || !Number.isFinite(value)) return best;
  const better = best === undefined || (costMetric.test(metric) ? value < best.value : value > best.value);
  return better ? { metric, value, executionId: execution.executionId } : best;
}
