import { inParallel } from '../concurrency/in-parallel.ts';
import { closeNode, type CloseNodeContext } from './close-node.ts';
import { findCutShort } from './cut-short.ts';
import type { ExecutionSummary } from './execution-store.ts';
import { explainMachineError, fateOfMachineError } from './explain-machine-error.ts';
import type { FailureLocator, LocatedFailure } from './failure-locator.ts';
import { resultOfNode } from './gather-fates.ts';
import { machineGeneration } from './machine-generation.ts';
import type { MachineEnding } from './machine-ending.ts';
import { type NodeFate, nodeFate } from './node-fate.ts';
import { axisSizes, countExisting, type NodeTally } from './node-tally.ts';
import { type ClosedNode, rootCause } from './omission.ts';
import { type Execution, executionIdOf, type Run, type RunNode } from './run.ts';

export interface CloseContext extends CloseNodeContext {
  readonly failures: FailureLocator;
}

const nothing: ExecutionSummary = { counts: {}, failedAttempts: 0 };

/** Gives every open node, and every open execution of it, its fate; `wanted`: of which nodes. */
export async function closeNodes(
  context: CloseContext,
  run: Run,
  circumstances: { readonly ending: MachineEnding; readonly stopping: boolean },
  at: string,
  wanted: (node: RunNode) => boolean = () => true,
): Promise<readonly RunNode[]> {
  const { executions } = context;
  // Those that have their fate already got it in an earlier generation, or before the nodes of `finally` began.
  const open = (node: RunNode) => node.fate === undefined && wanted(node);
  const summaries = await inParallel(run.nodes, 16, async (node) =>
    open(node) ? await executions.summarise(run.project, run.runId, node.node, axisSizes(node)) : nothing,
  );
  const failure = await findUnrecordedFailure(context, run, summaries, circumstances, at);
  const cutShort = await findCutShort(executions, run, summaries);
  const before = new Map<string, ClosedNode>();
  const closed: RunNode[] = [];
  for (const [index, node] of run.nodes.entries()) {
    if (!open(node)) {
      const result = resultOfNode(node);
      if (node.fate === 'succeeded' && result !== undefined) {
        before.set(node.node, { fate: node.fate, root: undefined, result });
      }
      closed.push(node);
      continue;
    }
    const summary =
      failure.node === node.node
        ? await executions.summarise(run.project, run.runId, node.node, axisSizes(node))
        : summaries[index];
    if (summary === undefined) continue;
    const closing = { ...circumstances, blames: failure.blames, cutShort, at };
    const tally = await closeNode(context, run, node, summary, closing);
    const root = rootCause(node, before);
    const fate = nodeFate(node, tally, { ...circumstances, root, before });
    const ended = { ...node, ...fate, summary: summaryOf(node, tally, fate) };
    const result = resultOfNode(ended);
    before.set(node.node, { fate: fate.fate, root, ...(result === undefined ? {} : { result }) });
    closed.push(ended);
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
  { executions, failures }: CloseContext,
  run: Run,
  summaries: readonly ExecutionSummary[],
  { ending, stopping }: { readonly ending: MachineEnding; readonly stopping: boolean },
  at: string,
): Promise<UnrecordedFailure> {
  const recorded = summaries.some(
    ({ counts, failedAttempts }) => failedAttempts > 0 || (counts.failed ?? 0) > 0 || (counts.errored ?? 0) > 0,
  );
  // Where failures may be caught, one that is recorded need not be the one that ended the machine.
  const explained = recorded && run.nodes.every((node) => node.condition === undefined);
  const halted = run.halt !== undefined;
  if (ending.kind !== 'failed' || stopping || explained || halted || run.stateMachineExecutionArn === undefined) {
    return { blames: () => false };
  }
  const located = await failures.locate(run.stateMachineExecutionArn, ending.error);
  const node = located === undefined ? undefined : run.nodes.find(({ node }) => node === located.node);
  if (located === undefined || node?.axes.length !== located.trial.length) return { blames: () => !recorded };
  const { project, runId } = run;
  const generation = machineGeneration(run);
  const known = await executions.get(project, runId, located.node, located.trial);
  if (known === undefined) {
    await executions.setFate(
      { project, runId, generation, ...located, redriveCount: run.redrive?.count ?? 0 },
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

function summaryOf(node: RunNode, tally: NodeTally, fate: NodeFate): NonNullable<RunNode['summary']> {
  const missing = tally.total - countExisting(tally.counts);
  // Executions that never began share the node's fate, or were left out where the node succeeded without them.
  const shared = fate.fate === 'stopped' || fate.fate === 'skipped' ? fate.fate : 'omitted';
  const counts = missing === 0 ? tally.counts : { ...tally.counts, [shared]: (tally.counts[shared] ?? 0) + missing };
  const { startedAt, finishedAt, best, reused } = tally;
  return {
    ...(axisSizes(node) === undefined ? { total: tally.total } : {}),
    counts,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(best === undefined ? {} : { best }),
    ...(reused === undefined ? {} : { reused }),
  };
}
