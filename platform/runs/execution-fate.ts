import { assertNever } from '../../statemachines/diagnostics/invariant.ts';
import { explainMachineError, fateOfMachineError } from './explain-machine-error.ts';
import type { MachineEnding } from './machine-ending.ts';
import type { Execution } from './run.ts';
import type { Fate } from './statuses.ts';

export interface ExecutionFate {
  readonly fate: Exclude<Fate, 'succeeded'>;
  readonly reason: string;
}

/**
 * What becomes of an execution that has begun and has no fate when its run ends. What its last attempt said of itself
 * counts first; an execution that could not say anything is explained by how the machine ended.
 * `blamed`: nothing else explains the machine's failure. `cutShort`: a failure elsewhere ended its trial, its sweep or its nested pipeline.
 */
export function executionFate(
  execution: Execution,
  circumstances: {
    readonly ending: MachineEnding;
    readonly stopping: boolean;
    readonly blamed: boolean;
    readonly cutShort: boolean;
  },
): ExecutionFate {
  const outcome = execution.attemptOutcome;
  if (outcome !== undefined && outcome.kind !== 'succeeded') return { fate: outcome.kind, reason: outcome.message };
  const { ending, stopping, blamed, cutShort } = circumstances;
  const waits = execution.status === 'waiting-approval';
  const doing = waits ? 'it waited for approval' : 'it was at work';
  if (stopping) return { fate: 'stopped', reason: `the run was stopped while ${doing}` };
  switch (ending.kind) {
    case 'aborted':
      return { fate: 'stopped', reason: `the state machine was stopped from outside while ${doing}` };
    case 'timed-out':
      return { fate: 'errored', reason: `the run's deadline passed while ${doing}` };
    case 'failed':
      if (!blamed) return { fate: 'stopped', reason: `the run failed elsewhere while ${doing}` };
      if (waits && ending.error === 'States.Timeout')
        return { fate: 'failed', reason: 'nobody approved or rejected it in time' };
      return { fate: fateOfMachineError(ending.error), reason: explainMachineError(ending.error, ending.cause) };
    case 'reached-end':
    case 'never-started':
      if (cutShort)
        return { fate: 'stopped', reason: 'something else in its sweep or its pipeline failed while it was at work' };
      return { fate: 'errored', reason: 'it ended without recording how' };
    default:
      return assertNever(ending);
  }
}
