import { runFields } from './jsonata.ts';
import { transientErrors } from './retries.ts';
import type { Emitted, MachineContext } from './scope.ts';

const FINISH_SECONDS = 300;

/** The last state: writes the run's fate and every node's. Its work is idempotent, so that it may be tried again. */
export function emitFinish({ names, placeholders }: MachineContext): Emitted {
  const name = names.claim('finish-run');
  return {
    start: name,
    states: [
      [
        name,
        {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName: placeholders.platform('finish-run'), Payload: runFields() },
          TimeoutSeconds: FINISH_SECONDS,
          Retry: [
            transientErrors,
            {
              ErrorEquals: ['States.TaskFailed', 'States.Timeout'],
              IntervalSeconds: 2,
              BackoffRate: 2,
              MaxAttempts: 3,
              JitterStrategy: 'FULL',
            },
          ],
          Output: {},
          End: true,
        },
      ],
    ],
  };
}
