import type { Catcher, Retrier } from '../asl/index.ts';
import { StateFailure } from './state-failure.ts';

const DEFAULT_INTERVAL_SECONDS = 1;
const DEFAULT_MAX_ATTEMPTS = 3;
const DEFAULT_BACKOFF_RATE = 2;

/** `States.ALL` does not match this one, nor does its own name: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const FATAL = 'States.Runtime';

/** Nothing retries or catches it, and it ends the execution at once: no state around it tells of its own failure. */
export const isFatal = (error: unknown): boolean => error instanceof StateFailure && error.error === FATAL;

/** Whether a Retry's or Catch's `ErrorEquals` names this failure. */
export const matchesError = (errorEquals: readonly string[], failure: StateFailure): boolean => {
  if (isFatal(failure)) return false;
  return errorEquals.some(
    (name) =>
      name === 'States.ALL' ||
      name === failure.error ||
      failure.aliases.includes(name) ||
      (name === 'States.TaskFailed' && failure.error !== 'States.Timeout'),
  );
};

/**
 * The seconds before the next retry, or undefined where there is none. Each retrier counts on its own; `used` holds the
 * counts and is raised here. Only the first retrier that names the failure is asked.
 */
export const nextRetry = (
  retriers: readonly Retrier[],
  used: number[],
  failure: StateFailure,
  random: () => number,
): number | undefined => {
  const index = retriers.findIndex(({ ErrorEquals }) => matchesError(ErrorEquals, failure));
  const retrier = retriers[index];
  if (retrier === undefined) return undefined;
  const count = used[index] ?? 0;
  if (count >= (retrier.MaxAttempts ?? DEFAULT_MAX_ATTEMPTS)) return undefined;
  used[index] = count + 1;
  const grown =
    (retrier.IntervalSeconds ?? DEFAULT_INTERVAL_SECONDS) * (retrier.BackoffRate ?? DEFAULT_BACKOFF_RATE) ** count;
  const seconds = Math.min(grown, retrier.MaxDelaySeconds ?? Infinity);
  return retrier.JitterStrategy === 'FULL' ? seconds * random() : seconds;
};

export const findCatcher = (
  catchers: readonly Catcher[],
  failure: StateFailure,
): readonly [Catcher, number] | undefined => {
  const index = catchers.findIndex(({ ErrorEquals }) => matchesError(ErrorEquals, failure));
  const catcher = catchers[index];
  return catcher === undefined ? undefined : [catcher, index];
};
