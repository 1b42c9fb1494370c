import type { FailureAnswer, FailureEvent } from '../../statemachines/asl/compiled-pipeline.ts';
import { inParallel } from '../concurrency/in-parallel.ts';
import { executionFate } from './execution-fate.ts';
import type { ExecutionStore } from './execution-store.ts';
import { explainMachineError, fateOfMachineError } from './explain-machine-error.ts';
import { digitsOfFates } from './fates-digits.ts';
import type { SweepStore } from './sweep-store.ts';
import { type Fate, fates as worstFirst, isFate } from './statuses.ts';

export interface RecordFailureContext {
  readonly executions: ExecutionStore;
  readonly sweeps: SweepStore;
  readonly now: () => Date;
}

/**
 * Gives executions their fate when the machine caught the failure of their call: what their last attempt said of itself, or
 * the machine's error where it could not say anything. A fate that stands already stays. Answers what they came to.
 */
export async function recordFailure(context: RecordFailureContext, event: FailureEvent): Promise<FailureAnswer> {
  if (event.sweep !== undefined) {
    const total = event.sweep === true ? ((await context.sweeps.get(event))?.trials ?? 1) : event.sweep;
    return failedSweep(context, event, total);
  }
  const recorded = await inParallel(event.trials ?? [event.trial], 16, (trial) => recordOne(context, event, trial));
  const fates = new Set(recorded.map(({ fate }) => fate));
  return { ...answerOf(fates), recorded: recorded.filter(({ written }) => written).length };
}

/** What is recorded of a sweep's trials; where none of them can explain why it failed, the first one is to. */
async function failedSweep(context: RecordFailureContext, event: FailureEvent, total: number): Promise<FailureAnswer> {
  const { project, runId, node, trial } = event;
  const fates = new Set<Fate>();
  let ended = 0;
  for await (const { status, trial: own } of context.executions.list(project, runId, node)) {
    if (!trial.every((index, axis) => own[axis] === index) || !isFate(status)) continue;
    fates.add(status);
    ended += 1;
  }
  let recorded = 0;
  if (!fates.has('failed') && !fates.has('errored')) {
    const { fate, written } = await recordOne(context, event, [...trial, 0]);
    // Even where the first trial had succeeded: the sweep itself did not.
    fates.add(fate).add(fate === 'succeeded' ? fateOfMachineError(event.error) : fate);
    recorded = Number(written);
  }
  // Trials that the failure of another one cut short, or kept from beginning, have not failed.
  if (ended + recorded < total) fates.add('stopped');
  return { ...answerOf(fates), recorded };
}

async function recordOne(
  { executions, now }: RecordFailureContext,
  event: FailureEvent,
  trial: readonly number[],
): Promise<{ readonly fate: Fate; readonly written: boolean }> {
  const { project, runId, generation, node, error, cause } = event;
  const known = await executions.get(project, runId, node, trial);
  if (known !== undefined && isFate(known.status) && known.generation === generation)
    return { fate: known.status, written: false };
  const { fate, reason } =
    known?.generation === generation
      ? executionFate(known, {
          ending: { kind: 'failed', error, cause },
          stopping: false,
          blamed: true,
          cutShort: false,
        })
      : { fate: fateOfMachineError(error), reason: explainMachineError(error, cause) };
  const written = await executions.setFate(
    { project, runId, generation, node, trial },
    fate,
    reason,
    now().toISOString(),
  );
  if (written) return { fate, written };
  // Somebody was faster: the execution itself, which just succeeded, or another delivery of this very call.
  const standing = await executions.get(project, runId, node, trial);
  return { fate: standing !== undefined && isFate(standing.status) ? standing.status : fate, written };
}

function answerOf(fates: ReadonlySet<Fate>): Pick<FailureAnswer, 'fate' | 'fates'> {
  const bad = worstFirst.find((fate) => fate !== 'succeeded' && fates.has(fate));
  return { fate: bad ?? 'succeeded', fates: digitsOfFates(fates) };
}
