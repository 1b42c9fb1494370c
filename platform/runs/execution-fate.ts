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
 * `blamed`: nothing else explains the machine's failure.
 */
export function executionFate(
  execution: Execution,
  circumstances: { readonly ending: MachineEnding; readonly stopping: boolean; readonly blamed: boolean },
): ExecutionFate {
  const outcome = execution.attemptOutcome;
  if (outcome !== undefined && outcome.kind !== 'succeeded') return { fate: outcome.kind, reason: outcome.message };
  const { ending, stopping, blamed } = circumstances;
  if (stopping) return { fate: 'stopped', reason: 'the run was stopped while it was at work' };
  switch (ending.kind) {
    case 'aborted':
      return { fate: 'stopped', reason: 'the state machine was stopped from outside while it was at work' };
    case 'timed-out':
      return { fate: 'errored', reason: "the run's deadline passed while it was at work" };
    case 'failed':
      return blamed
        ? { fate: fateOfMachineError(ending.error), reason: explainMachineError(ending.error, ending.cause) }
        : { fate: 'stopped', reason: 'the run failed elsewhere while it was at work' };
    case 'reached-end':
    case 'never-started':
      return { fate: 'errored', reason: 'it ended without recording how' };
    default:
      return assertNever(ending);
  }
}
