import type { FinishAnswer } from '../../statemachines/asl/compiled-pipeline.ts';
import { invariant } from '../../statemachines/diagnostics/invariant.ts';
import { inParallel } from '../concurrency/in-parallel.ts';
import type { AttemptKey, ExecutionStore } from './execution-store.ts';
import { findCalledOff } from './close-node.ts';
import { resultOfNode } from './gather-fates.ts';
import { nodeFate } from './node-fate.ts';
import { axisSizes, executionTotal, isIn, tallyExecutions } from './node-tally.ts';
import { type ClosedNode, rootCause } from './omission.ts';
import { runFate } from './run-fate.ts';
import type { RunStore } from './run-store.ts';
import type { Execution, Run, RunNode } from './run.ts';
import type { SweepStore } from './sweep-store.ts';

export interface FinishPipelineContext {
  readonly runs: RunStore;
  readonly executions: ExecutionStore;
  readonly sweeps: SweepStore;
  readonly now: () => Date;
}

/**
 * What a nested pipeline comes to whose machine reached its end: by the rules of a run, from the fates of its nodes in this
 * trial. It is recorded as the fate of the execution of the pipeline's own node.
 */
export async function finishPipeline(context: FinishPipelineContext, key: AttemptKey): Promise<FinishAnswer> {
  const run = await context.runs.get(key);
  invariant(run !== undefined, `run "${key.runId}" is stored before it starts`);
  const own = run.nodes.find((node) => node.node === key.node);
  const inner = run.nodes.filter((node) => node.within === key.node);
  const nodes = await inThisTrial(context, run, inner, key.trial);
  const statusMode = own?.statusMode;
  const { status, reason = '' } = runFate(nodes, {
    ending: { kind: 'reached-end' },
    stopping: false,
    within: key.node,
    ...(statusMode === undefined ? {} : { statusMode }),
  });
  const at = context.now().toISOString();
  if (status === 'succeeded') {
    const begun = await context.executions.begin(key, {}, at);
    const result = { outcome: { kind: 'succeeded' }, metadata: {}, outputs: [], inputs: {}, finishedAt: at } as const;
    if (begun.kind === 'begun') await context.executions.finishAttempt(key, result);
  } else await context.executions.setFate(key, 'failed', reason, at);
  return { status, reason };
}

/** The nodes of the pipeline as this trial of it sees them, each behind those before it. */
async function inThisTrial(
  { executions, sweeps }: FinishPipelineContext,
  run: Run,
  inner: readonly RunNode[],
  trial: readonly number[],
): Promise<readonly RunNode[]> {
  const tallies = await inParallel(inner, 16, async (node) => {
    const total = await executionTotal(sweeps, run, node, trial);
    const own = await ownExecutions(executions, run, node, trial);
    const calledOff = node.stopCondition === undefined ? undefined : await findCalledOff(sweeps, run, node, own, trial);
    const tally = tallyExecutions({ ...node, axes: node.axes.slice(trial.length) }, total, own);
    return { node, tally: { ...tally, ...(calledOff === undefined ? {} : { calledOff }) } };
  });
  const before = new Map<string, ClosedNode>();
  return tallies.map(({ node, tally }) => {
    const seen = { ...node, axes: node.axes.slice(trial.length) };
    const root = rootCause(seen, before);
    const ended = nodeFate(seen, tally, { ending: { kind: 'reached-end' }, stopping: false, root, before });
    const closed = { ...seen, ...ended, summary: { total: tally.total, counts: tally.counts } };
    const result = resultOfNode(closed);
    before.set(node.node, { fate: ended.fate, root, ...(result === undefined ? {} : { result }) });
    return closed;
  });
}

/** The one execution of a node whose sweeps are all around the pipeline is read by itself: there are as many as trials. */
async function ownExecutions(
  executions: ExecutionStore,
  { project, runId }: Run,
  node: RunNode,
  trial: readonly number[],
): Promise<readonly Execution[]> {
  if (trial.length === node.axes.length) {
    const only = await executions.get(project, runId, node.node, trial);
    return only === undefined ? [] : [only];
  }
  const own: Execution[] = [];
  for await (const each of executions.list(project, runId, node.node, axisSizes(node)))
    if (isIn(trial, each)) own.push(each);
  return own;
}
