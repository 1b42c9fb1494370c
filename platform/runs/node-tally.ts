import { createReuseCount } from './reuse-count.ts';
import { machineGeneration } from './machine-generation.ts';
import type { SweepStore } from './sweep-store.ts';
import type { BestExecution, Execution, ReusedExecutions, Run, RunNode } from './run.ts';
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
  readonly reused?: ReusedExecutions;
  /** Why the first execution that did not succeed did not, with its id when it is one of many. */
  readonly firstReason?: string;
  /** Those that were stopped because a trial met the stop condition of their sweep, which is no failure. */
  readonly calledOff?: { readonly count: number; readonly reason: string };
}

/** Trials of a skipped sweep that get a record each; of a larger one the finisher tells by its rules alone. */
export const MOST_RECORDED = 1000;

/** Whether something of a node belongs to a trial of the sweeps around it. */
export function isIn(outer: readonly number[], { trial }: { readonly trial: readonly number[] }): boolean {
  return outer.every((index, axis) => trial[axis] === index);
}

/**
 * How many executions a node has, in `trial` of the sweeps around it; a sweep whose trials are found at run time counts as
 * one until they are.
 */
export async function executionTotal(
  sweeps: SweepStore,
  run: Pick<Run, 'project' | 'runId' | 'generation' | 'redrive'>,
  { node, axes }: RunNode,
  trial: readonly number[] = [],
): Promise<number> {
  const known = axes.slice(trial.length).reduce((product, { size = 1 }) => product * size, 1);
  if (axes.every(({ size }) => size !== undefined)) return known;
  const found = await sweeps.list({ project: run.project, runId: run.runId, generation: machineGeneration(run), node });
  return found.filter((each) => isIn(trial, each)).reduce((total, { trials = 1 }) => total + trials - 1, known);
}

export function axisSizes(node: RunNode): readonly number[] | undefined {
  return sizesIn(node.axes.map((axis) => axis.size));
}

/** All sizes; undefined where one of them is. */
export function sizesIn(sizes: readonly (number | undefined)[]): readonly number[] | undefined {
  const known = sizes.filter((size) => size !== undefined);
  return known.length === sizes.length ? known : undefined;
}

export function countExisting(counts: NodeTally['counts']): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** The same with a total that is never below what exists. */
export function atLeastExisting(tally: NodeTally): NodeTally {
  return { ...tally, total: Math.max(tally.total, countExisting(tally.counts)) };
}

/** Adds executions up one by one: for nodes whose counts alone do not say enough. */
export function tallyExecutions(node: RunNode, total: number, executions: readonly Execution[]): NodeTally {
  const counts: Partial<Record<NodeStatus, number>> = {};
  const reuse = createReuseCount();
  let startedAt: string | undefined;
  let finishedAt: string | undefined;
  let best: BestExecution | undefined;
  let firstReason: string | undefined;
  for (const execution of executions) {
    counts[execution.status] = (counts[execution.status] ?? 0) + 1;
    reuse.add(execution);
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
  const reused = reuse.total();
  return {
    total,
    counts,
    ...(reused === undefined ? {} : { reused }),
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
  // A value of one that still runs may get worse again, and one that failed is no candidate.
  if (metric === undefined || execution.status !== 'succeeded') return best;
  if (!Object.hasOwn(execution.metadata, metric)) return best;
  const value = execution.metadata[metric];
  if (typeof value !== 'number' || !Number.isFinite(value)) return best;
  const better = best === undefined || (costMetric.test(metric) ? value < best.value : value > best.value);
  return better ? { metric, value, executionId: execution.executionId } : best;
}
