import type { MachineExecutions } from '../pipelines/state-machines.ts';
import { type FinishContext, finishRun } from './finish-run.ts';
import { machineGeneration } from './machine-generation.ts';
import { endingOf } from './machine-ending.ts';
import { isRunFate } from './statuses.ts';

export interface ReconcileContext extends FinishContext {
  readonly machines: MachineExecutions;
}

export interface ReconcileRequest {
  /** Younger runs are left alone: their start, or their status event, is still on its way. */
  readonly minimumAgeSeconds: number;
  /** Asked after each run, so that a function ends before its time limit; the next call goes on. */
  readonly hasTime: () => boolean;
}

export interface ReconcileAnswer {
  readonly looked: number;
  readonly finished: number;
}

/** Finishes the runs whose machine has ended without Slipway hearing of it: the third path, after the machine's own last state and its status event. */
export async function reconcileRuns(context: ReconcileContext, request: ReconcileRequest): Promise<ReconcileAnswer> {
  const openedBefore = new Date(context.now().getTime() - request.minimumAgeSeconds * 1000).toISOString();
  let looked = 0;
  let finished = 0;
  for await (const key of context.runs.listOpen(openedBefore)) {
    if (!request.hasTime()) break;
    looked += 1;
    const run = await context.runs.get(key);
    if (run === undefined || isRunFate(run.status)) {
      await context.runs.close(key);
      continue;
    }
    const execution =
      run.stateMachineExecutionArn === undefined
        ? undefined
        : await context.machines.describe(run.stateMachineExecutionArn);
    const redriveCount = execution?.redriveCount ?? 0;
    const count = run.redrive?.count ?? 0;
    // It was to be driven on, and its start broke off before it was.
    const ending = redriveCount < count ? endingOf(undefined) : endingOf(execution);
    if (ending === undefined) continue;
    const answer = await finishRun(context, {
      ...key,
      generation: machineGeneration(run),
      redriveCount: count,
      ending,
    });
    if (answer.kind === 'finished') finished += 1;
  }
  return { looked, finished };
}
