import { executionIdOf } from '../../../platform/runs/run.ts';
import type { StepBatchEvent, StepBatchResult } from '../../../statemachines/asl/compiled-pipeline.ts';
import { digitsOfFates } from '../../../platform/runs/fates-digits.ts';
import type { Fate } from '../../../platform/runs/statuses.ts';
import { runAttempt } from './run-attempt.ts';
import { StepError } from './step-error.ts';
import type { StepRuntime } from './step-runtime.ts';

/**
 * Several trials in one delivery, one after the other. A trial that fails gets its fate here, since the machine sees only the
 * delivery; the others go on. When the time is over, or the run was stopped, the rest is left to the machine's Catch.
 */
export async function runBatch(
  runtime: StepRuntime,
  { trials, ...event }: StepBatchEvent,
  remainingMs: () => number,
): Promise<StepBatchResult> {
  let failed = 0;
  const fates = new Set<Fate>();
  for (const trial of trials) {
    try {
      await runAttempt(runtime, { ...event, trial }, remainingMs());
      fates.add('succeeded');
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      const { kind, message } = error.outcome;
      await runtime.stores.executions.setFate({ ...event, trial }, kind, message, new Date().toISOString());
      if (kind === 'stopped') throw error;
      failed += 1;
      fates.add(kind);
    }
    if (remainingMs() <= 0) {
      throw new StepError(
        'errored',
        `the time of the call was over after "${executionIdOf(event.node, trial)}"; lower "execution-batch-size"`,
      );
    }
  }
  return { failed, fates: digitsOfFates(fates) };
}
