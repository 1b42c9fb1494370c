import type { NodePlan } from '../plan/execution-plan.ts';
import type { Retrier } from './states.ts';

/**
 * Lambda's own transient errors, never the step's: what AWS's best practices ask every invoking Task to retry. Throttling
 * of a new account's ten concurrent calls lasts longest; a dozen attempts with full jitter wait about five minutes.
 */
export const transientErrors: Retrier = {
  ErrorEquals: [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
  ],
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  MaxAttempts: 12,
  JitterStrategy: 'FULL',
};

/** For the platform's own functions, whose work is idempotent. */
export const again: Retrier = {
  ErrorEquals: ['States.TaskFailed', 'States.Timeout'],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxAttempts: 3,
  JitterStrategy: 'FULL',
};

/** A step that was stopped on purpose is not tried again, whatever its definition says of retries. */
const stopped: Retrier = { ErrorEquals: ['StepStopped'], MaxAttempts: 0 };

/** What a node's Task retries: `attempts` of the definition are those after the first one, as the service counts them. */
export function retriersOf(retry: NodePlan['retry']): readonly Retrier[] {
  if (retry === undefined || retry.attempts === 0) return [transientErrors];
  return [
    transientErrors,
    stopped,
    {
      // A function killed for its memory fails as Lambda's error, not as StepFailed; States.TaskFailed covers both.
      ErrorEquals: ['States.TaskFailed', 'States.Timeout'],
      IntervalSeconds: Math.max(1, Math.ceil(retry.intervalSeconds)),
      BackoffRate: Math.max(1, retry.backoffRate),
      ...(retry.maxDelaySeconds === undefined
        ? {}
        : { MaxDelaySeconds: Math.max(2, Math.ceil(retry.maxDelaySeconds)) }),
      MaxAttempts: retry.attempts,
      JitterStrategy: 'FULL',
    },
  ];
}
