import { inParallel } from '../concurrency/in-parallel.ts';
import { closeNode } from './close-node.ts';
import type { ExecutionStore, ExecutionSummary } from './execution-store.ts';
import { explainMachineError, fateOfMachineError } from './explain-machine-error.ts';
import type { FailureLocator, LocatedFailure } from './failure-locator.ts';
import type { MachineEnding } from './machine-ending.ts';
import { type NodeFate, nodeFate, type RootCause, rootCause } from './node-fate.ts';
import { axisSizes, countExisting, type NodeTally } from './node-tally.ts';
import { runFate } from './run-fate.ts';
import type { RunStore } from './run-store.ts';
import { type Execution, executionIdOf, type Run, type RunNode } from './run.ts';
import { isRunFate } from './statuses.ts';

export interface FinishContext {
  readonly runs: RunStore;
  readonly executions: ExecutionStore;
  readonly failures: FailureLocator;
  readonly now: () => Date;
}

export interface FinishRequest {
  readonly project: string;
  readonly runId: string;
  readonly generation: number;
  readonly ending: MachineEnding;
  /** Of the execution that ended, where it was an event that said so: another execution's end does not end the run. */
  readonly stateMachineExecutionArn?: string;
}

export type FinishAnswer =
  | { readonly kind: 'finished'; readonly run: Run }
  /** Its fate stood before, or it was retried since: nothing was changed. */
  | { readonly kind: 'already-finished'; readonly run: Run }
  | { readonly kind: 'unknown-run' };

/**
 * Gives every open execution, every node and the run its fate. The last state of the machine, the status event and the
 * reconciler all come here, in any order and at the same time: the first to write the run's fate decides, the rest change nothing.
 */
export async function finishRun(context: FinishContext, request: FinishRequest): Promise<FinishAnswer> {
  const run = await context.runs.get(request);
  if (run === undefined) {
    await context.runs.close(request);
    return { kind: 'unknown-run' };
  }
  const { stateMachineExecutionArn = run.stateMachineExecutionArn } = request;
  if (stateMachineExecutionArn !== run.stateMachineExecutionArn) return { kind: 'unknown-run' };
  if (run.generation !== request.generation) return { kind: 'already-finished', run };
  if (isRunFate(run.status)) {
    await context.runs.close(request);
    return { kind: 'already-finished', run };
  }
  const circumstances = { ending: request.ending, stopping: run.status === 'stopping' };
  const at = context.now().toISOString();
  const nodes = await closeNodes(context, run, circumstances, at);
  const conclusion = runFate(nodes, circumstances);
  const finished = await context.runs.finish(request, run.generation, { ...conclusion, nodes, finishedAt: at });
  if (!finished) return { kind: 'already-finished', run: (await context.runs.get(request)) ?? run };
  await context.runs.close(request);
  return { kind: 'finished', run: { ...run, ...conclusion, nodes, finishedAt: at } };
}

async function closeNodes(
  context: FinishContext,
  run: Run,
  circumstances: { readonly ending: MachineEnding; readonly stopping: boolean },
  at: string,
): Promise<readonly RunNode[]> {
  const { executions } = context;
  const summaries = await inParallel(run.nodes, 16, (node) =>
    executions.summarise(run.project, run.runId, node.node, axisSizes(node)),
  );
  const failure = await findUnrecordedFailure(context, run, summaries, circumstances, at);
  const before = new Map<string, NodeFate & { readonly root: RootCause | undefined }>();
  const closed: RunNode[] = [];
  for (const [index, node] of run.nodes.entries()) {
    const summary =
      failure.node === node.node
        ? await executions.summarise(run.project, run.runId, node.node, axisSizes(node))
        : summaries[index];
    if (summary === undefined) continue;
    const tally = await closeNode(executions, run, node, summary, { ...circumstances, blames: failure.blames, at });
    const root = rootCause(node, before);
    const fate = nodeFate(node, tally, { ...circumstances, root });
    before.set(node.node, { ...fate, root });
    closed.push({ ...node, ...fate, summary: summaryOf(tally, fate) });
  }
  return closed;
}

interface UnrecordedFailure {
  /** Whose executions changed on the way. */
  readonly node?: string;
  readonly blames: (execution: Execution) => boolean;
}

/**
 * A time-out, a memory kill or a throttle leaves no word of the step itself. The machine's history names the execution then,
 * also one that never began; where it does not, all that were at work share the machine's error.
 */
async function findUnrecordedFailure(
  { executions, failures }: FinishContext,
  run: Run,
  summaries: readonly ExecutionSummary[],
  { ending, stopping }: { readonly ending: MachineEnding; readonly stopping: boolean },
  at: string,
): Promise<UnrecordedFailure> {
  const recorded = summaries.some(
    ({ counts, failedAttempts }) => failedAttempts > 0 || (counts.failed ?? 0) > 0 || (counts.errored ?? 0) > 0,
  );
  if (ending.kind !== 'failed' || stopping || recorded || run.stateMachineExecutionArn === undefined) {
    return { blames: () => false };
  }
  const located = await failures.locate(run.stateMachineExecutionArn);
  const node = located === undefined ? undefined : run.nodes.find(({ node }) => node === located.node);
  if (located === undefined || node?.axes.length !== located.trial.length) return { blames: () => true };
  const { project, runId, generation } = run;
  const known = await executions.get(project, runId, located.node, located.trial);
  if (known === undefined) {
    await executions.setFate(
      { project, runId, generation, ...located },
      fateOfMachineError(ending.error),
      explainMachineError(ending.error, ending.cause),
      at,
    );
  }
  return { node: located.node, blames: (execution) => isLocated(execution, located) };
}

function isLocated(execution: Execution, located: LocatedFailure): boolean {
  return execution.executionId === executionIdOf(located.node, located.trial);
}

function summaryOf(tally: NodeTally, fate: NodeFate): NonNullable<RunNode['summary']> {
  const missing = tally.total - countExisting(tally.counts);
  // Executions that never began share the node's fate, or were left out where the node succeeded without them.
  const shared = fate.fate === 'succeeded' || fate.fate === 'failed' || fate.fate === 'errored' ? 'omitted' : fate.fate;
  const counts = missing === 0 ? tally.counts : { ...tally.counts, [shared]: (tally.counts[shared] ?? 0) + missing };
  const { startedAt, finishedAt, best } = tally;
  return {
    counts,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(best === undefined ? {} : { best }),
  };
}
