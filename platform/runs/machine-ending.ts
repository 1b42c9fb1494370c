import { assertNever } from '../../statemachines/diagnostics/invariant.ts';
import type { MachineExecution } from '../pipelines/state-machines.ts';

/** How a run's state machine ended, which decides what becomes of whatever is still open. */
export type MachineEnding =
  /** Its last state was reached: every node that the definition asked for has had its turn. */
  | { readonly kind: 'reached-end' }
  | { readonly kind: 'failed'; readonly error?: string; readonly cause?: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'aborted' }
  /** There is no execution, or no memory of one: the start broke off. */
  | { readonly kind: 'never-started' };

/** Undefined: the machine is still at work. */
export function endingOf(execution: MachineExecution | undefined): MachineEnding | undefined {
  if (execution === undefined) return { kind: 'never-started' };
  switch (execution.status) {
    case 'RUNNING':
    case 'PENDING_REDRIVE':
      return undefined;
    case 'SUCCEEDED':
      return { kind: 'reached-end' };
    case 'TIMED_OUT':
      return { kind: 'timed-out' };
    case 'ABORTED':
      return { kind: 'aborted' };
    case 'FAILED':
      return {
        kind: 'failed',
        ...(execution.error === undefined ? {} : { error: execution.error }),
        ...(execution.cause === undefined ? {} : { cause: execution.cause }),
      };
    default:
      return assertNever(execution.status);
  }
}
