import type { SweepStore } from './sweep-store.ts';
import { closeNodes } from './close-nodes.ts';
import type { ExecutionStore } from './execution-store.ts';
import type { FailureLocator } from './failure-locator.ts';
import { isCurrent } from './machine-generation.ts';
import type { MachineEnding } from './machine-ending.ts';
import { runFate } from './run-fate.ts';
import type { RunStore } from './run-store.ts';
import type { Run } from './run.ts';
import { isRunFate } from './statuses.ts';

export interface FinishContext {
  readonly runs: RunStore;
  readonly executions: ExecutionStore;
  readonly sweeps: SweepStore;
  readonly failures: FailureLocator;
  readonly now: () => Date;
}

export interface FinishRequest {
  readonly project: string;
  readonly runId: string;
  /** Of the state machine, which keeps it when it is driven on. */
  readonly generation: number;
  /** How often it had been driven on when it ended, where that is known. */
  readonly redriveCount?: number;
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
  if (!isCurrent(run, request)) return { kind: 'already-finished', run };
  if (isRunFate(run.status)) {
    await context.runs.close(request);
    return { kind: 'already-finished', run };
  }
  const { halt, statusMode, outcome } = run;
  const circumstances = { ending: request.ending, stopping: run.status === 'stopping' };
  const at = context.now().toISOString();
  const nodes = await closeNodes(context, run, circumstances, at);
  const conclusion = runFate(nodes, {
    ...circumstances,
    ...(halt === undefined ? {} : { halt }),
    ...(statusMode === undefined ? {} : { statusMode }),
    ...(outcome === undefined ? {} : { outcome }),
  });
  const finished = await context.runs.finish(request, run.generation, { ...conclusion, nodes, finishedAt: at });
  if (!finished) return { kind: 'already-finished', run: (await context.runs.get(request)) ?? run };
  await context.runs.close(request);
  return { kind: 'finished', run: { ...run, ...conclusion, nodes, finishedAt: at } };
}
