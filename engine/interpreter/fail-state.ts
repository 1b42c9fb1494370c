import { redriveSuffix } from './attempt-label.ts';
import { emit, type Visit } from './branch.ts';
import { asStateFailure } from './evaluate-field.ts';
import { StateFailure } from './state-failure.ts';

/** Anything thrown within a state as a failure: what is not one is a fault of ours, and fails like the service's own. */
const toFailure = (thrown: unknown): StateFailure => {
  const error = asStateFailure(thrown);
  if (error instanceof StateFailure) return error;
  if (error instanceof RangeError && error.message.includes('call stack')) {
    return new StateFailure('States.Runtime', 'The data is nested too deeply', { located: false });
  }
  return new StateFailure('States.Runtime', error instanceof Error ? error.message : String(error), { located: false });
};

/** A cause that says in which state it happened. */
export const locatedCause = (visit: Visit, cause: string): string =>
  `An error occurred while executing the state '${visit.name}' (entered at the event id #${visit.entered.id}). ${cause}`;

/**
 * Gives a failure its final form: the cause says in which state it happened, and an EvaluationFailed event tells of a
 * failed expression. `attempt` keeps apart the events of repeated attempts.
 */
export const locateFailure = (visit: Visit, thrown: unknown, attempt: number): StateFailure => {
  const failure = toFailure(thrown);
  if (failure.located) return failure;
  const cause = locatedCause(visit, failure.cause ?? '');
  if (failure.location !== undefined) {
    emit(visit.branch, visit.path, `evaluation${attempt}${redriveSuffix(visit.branch)}`, 'EvaluationFailed', {
      cause,
      error: failure.error,
      location: failure.location,
      state: visit.name,
    });
  }
  return new StateFailure(failure.error, cause, { aliases: failure.aliases });
};
