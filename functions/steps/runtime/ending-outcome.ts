import type { AttemptOutcome } from '../../../platform/runs/run.ts';
import { assertNever } from '../../../statemachines/diagnostics/invariant.ts';
import { systemErrorWords } from './error-words.ts';
import { StepError } from './step-error.ts';
import type { ThreadEnding } from './thread-ending.ts';
import type { ThrownError } from './worker-protocol.ts';

/** Why the runtime ended the step. */
export type EndingReason =
  { readonly kind: 'stopped'; readonly message: string } | { readonly kind: 'deadline'; readonly message: string };

/** A step throws it when what a user gave it cannot be used: the input's fault, not the step's. */
const inputErrorName = 'StepInputError';

/** What the way in which the step's code ended means for the attempt. */
export function outcomeOfEnding(
  ending: ThreadEnding,
  reason: EndingReason | undefined,
  memoryMb: number | undefined,
): AttemptOutcome {
  // A step that obeys its signal throws, or returns early: the reason for it is the runtime's.
  if (reason !== undefined && ending.kind !== 'returned') {
    return new StepError(reason.kind === 'stopped' ? 'stopped' : 'failed', reason.message).outcome;
  }
  switch (ending.kind) {
    case 'returned':
      return { kind: 'succeeded' };
    case 'threw':
      return outcomeOfThrown(ending.error, 'the step');
    case 'crashed':
      return outcomeOfThrown(ending.error, 'the step, outside of what it awaits,');
    case 'unloadable':
      return new StepError('failed', `the step's code cannot be loaded: ${ending.error.name}: ${ending.error.message}`)
        .outcome;
    case 'exited':
      return new StepError(
        'failed',
        `the step called process.exit(${ending.code}) before it had returned; return from the handler instead`,
      ).outcome;
    case 'out-of-memory': {
      const limit = memoryMb === undefined ? '' : ` (the function has ${memoryMb} MB)`;
      return new StepError(
        'failed',
        `the step used up its memory${limit}; raise "memory" of the step, or keep less at once`,
      ).outcome;
    }
    case 'killed':
      return new StepError('errored', 'the step was ended by its runtime').outcome;
    default:
      return assertNever(ending);
  }
}

function outcomeOfThrown(error: ThrownError, who: string): AttemptOutcome {
  if (error.name === inputErrorName) return new StepError('errored', error.message).outcome;
  const words = systemErrorWords(error.code, error.message);
  return new StepError('failed', words ?? `${who} threw ${error.name}: ${error.message}`).outcome;
}

/** What helps the step's author beyond the one line: a stack, where the fault is the code's. */
export function stackOfEnding(ending: ThreadEnding): string | undefined {
  const error = 'error' in ending ? ending.error : undefined;
  return error === undefined || error.name === inputErrorName ? undefined : error.stack;
}
