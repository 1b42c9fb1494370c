import type { FailureEvent } from '../../statemachines/asl/compiled-pipeline.ts';
import { inParallel } from '../concurrency/in-parallel.ts';
import { executionFate } from './execution-fate.ts';
import type { ExecutionStore } from './execution-store.ts';
import { explainMachineError, fateOfMachineError } from './explain-machine-error.ts';
import { isFate } from './statuses.ts';

export interface RecordFailureContext {
  readonly executions: ExecutionStore;
  readonly now: () => Date;
}

/**
 * Gives executions their fate when the machine caught the failure of their call: what their last attempt said of itself, or
 * the machine's error where it could not say anything. A fate that stands already stays. Answers how many got one.
 */
export async function recordFailure(
  context: RecordFailureContext,
  event: FailureEvent,
): Promise<{ readonly recorded: number }> {
  const written = await inParallel(event.trials ?? [event.trial], 16, (trial) => recordOne(context, event, trial));
  return { recorded: written.filter(Boolean).length };
}

async function recordOne(
  { executions, now }: RecordFailureContext,
  event: FailureEvent,
  trial: readonly number[],
): Promise<boolean> {
  const { project, runId, generation, node, error, cause } = event;
  const known = await executions.get(project, runId, node, trial);
  if (known !== undefined && isFate(known.status) && known.generation === generation) return false;
  const { fate, reason } =
    known?.generation === generation
      ? executionFate(known, { ending: { kind: 'failed', error, cause }, stopping: false, blamed: true })
      : { fate: fateOfMachineError(error), reason: explainMachineError(error, cause) };
  return executions.setFate({ project, runId, generation, node, trial }, fate, reason, now().toISOString());
}
