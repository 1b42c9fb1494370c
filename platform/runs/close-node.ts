import { inParallel } from '../concurrency/in-parallel.ts';
import type { SweepStore } from './sweep-store.ts';
import { executionFate } from './execution-fate.ts';
import type { ExecutionStore, ExecutionSummary } from './execution-store.ts';
import { machineGeneration } from './machine-generation.ts';
import type { MachineEnding } from './machine-ending.ts';
import { axisSizes, countExisting, executionTotal, isIn, type NodeTally, tallyExecutions } from './node-tally.ts';
import type { Execution, Run, RunNode } from './run.ts';
import { isFate } from './statuses.ts';

/** Fates written at the same time: DynamoDB takes thousands, but a partition only a thousand a second. */
const WIDTH = 32;

export interface CloseNodeContext {
  readonly executions: ExecutionStore;
  readonly sweeps: SweepStore;
}

export interface Closing {
  readonly ending: MachineEnding;
  readonly stopping: boolean;
  /** Whether an open execution that left no word is what made the machine fail. */
  readonly blames: (execution: Execution) => boolean;
  /** Whether another one's failure ended an open execution, while the machine went on. */
  readonly cutShort: (execution: Execution) => boolean;
  readonly at: string;
}

/**
 * Gives every open execution of a node its fate, and adds the node up. Executions are read only where their counts leave
 * something open: a node that succeeded, or never began, costs nothing more.
 */
export async function closeNode(
  { executions, sweeps }: CloseNodeContext,
  run: Run,
  node: RunNode,
  summary: ExecutionSummary,
  closing: Closing,
): Promise<NodeTally> {
  const known = await executionTotal(sweeps, run, node);
  const total = Math.max(known, countExisting(summary.counts));
  const counted: NodeTally = {
    total,
    counts: summary.counts,
    ...(summary.firstStartedAt === undefined ? {} : { startedAt: summary.firstStartedAt }),
    ...(summary.lastFinishedAt === undefined ? {} : { finishedAt: summary.lastFinishedAt }),
    ...(summary.reused === undefined ? {} : { reused: summary.reused }),
  };
  const begun = Object.values(summary.counts).some((count) => count > 0);
  const succeeded = (summary.counts.succeeded ?? 0) === total;
  if (!begun || (succeeded && node.targetMetric === undefined)) return counted;

  const all: Execution[] = [];
  for await (const execution of executions.list(run.project, run.runId, node.node, axisSizes(node)))
    all.push(execution);
  const closed = await inParallel(all, WIDTH, (execution) => closeExecution(executions, run, execution, closing));
  const calledOff = node.stopCondition === undefined ? undefined : await findCalledOff(sweeps, run, node, closed);
  return { ...tallyExecutions(node, total, closed), ...(calledOff === undefined ? {} : { calledOff }) };
}

/** Trials whose reason is that their sweep stopped; `trial`: of the sweeps in this one of those around them. */
export async function findCalledOff(
  sweeps: SweepStore,
  run: Run,
  { node }: RunNode,
  executions: readonly Execution[],
  trial: readonly number[] = [],
): Promise<NodeTally['calledOff']> {
  const { project, runId } = run;
  const records = await sweeps.list({ project, runId, generation: machineGeneration(run), node });
  const reasons = new Set(records.flatMap((each) => (isIn(trial, each) ? (each.stop?.reason ?? []) : [])));
  const count = executions.filter(({ status, reason }) => status === 'stopped' && reasons.has(reason ?? '')).length;
  const [reason] = reasons;
  return reason === undefined ? undefined : { count, reason };
}

async function closeExecution(
  executions: ExecutionStore,
  run: Run,
  execution: Execution,
  closing: Closing,
): Promise<Execution> {
  if (isFate(execution.status)) return execution;
  const { fate, reason } = executionFate(execution, {
    ...closing,
    blamed: closing.blames(execution),
    cutShort: closing.cutShort(execution),
  });
  const key = {
    project: run.project,
    runId: run.runId,
    generation: machineGeneration(run),
    node: execution.node,
    trial: execution.trial,
    redriveCount: run.redrive?.count ?? 0,
  };
  const written = await executions.setFate(key, fate, reason, closing.at);
  if (written) return { ...execution, status: fate, reason, finishedAt: execution.finishedAt ?? closing.at };
  // Somebody else was first: the execution itself, which just succeeded, or another finisher.
  return (await executions.get(run.project, run.runId, execution.node, execution.trial)) ?? execution;
}
