import type { FinishAnswer } from '../../statemachines/asl/compiled-pipeline.ts';
import { invariant } from '../../statemachines/diagnostics/invariant.ts';
import { inParallel } from '../concurrency/in-parallel.ts';
import type { AttemptKey, ExecutionStore } from './execution-store.ts';
import { gatherFates, isTolerant } from './gather-fates.ts';
import { axisSizes, countExisting } from './node-tally.ts';
import { runFate } from './run-fate.ts';
import type { RunStore } from './run-store.ts';
import type { Run, RunNode } from './run.ts';
import type { NodeStatus } from './statuses.ts';

export interface FinishPipelineContext {
  readonly runs: RunStore;
  readonly executions: ExecutionStore;
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
  const nodes = await inParallel(inner, 16, (node) => inThisTrial(context.executions, run, node, key.trial));
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

/** A node of the pipeline as this trial of it sees it. */
async function inThisTrial(
  executions: ExecutionStore,
  { project, runId }: Run,
  node: RunNode,
  trial: readonly number[],
): Promise<RunNode> {
  const counts: Partial<Record<NodeStatus, number>> = {};
  let reason: string | undefined;
  for await (const each of executions.list(project, runId, node.node, axisSizes(node))) {
    if (!trial.every((index, axis) => each.trial[axis] === index)) continue;
    counts[each.status] = (counts[each.status] ?? 0) + 1;
    if (each.status !== 'succeeded') reason ??= each.reason;
  }
  const axes = node.axes.slice(trial.length);
  const { fate } = gatherFates(counts, { total: countExisting(counts), tolerant: isTolerant(axes) });
  return { ...node, axes, fate, ...(reason === undefined ? {} : { reason }), summary: { counts } };
}
