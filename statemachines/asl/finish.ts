import { jsonata, runFields, sameInput } from './jsonata.ts';
import { again, transientErrors } from './retries.ts';
import type { Emitted, MachineContext } from './scope.ts';
import type { TaskState, Template } from './states.ts';

const FINISH_SECONDS = 300;

/**
 * The last state: writes the run's fate and every node's. Its work is idempotent, so that it may be tried again. Where a
 * machine may reach its end although the run failed, it then fails too, for whoever watches machines.
 */
export function emitFinish(machine: MachineContext, mayFail: boolean): Emitted {
  const name = machine.names.claim('finish-run');
  const call = callFinish(machine, runFields());
  if (!mayFail) return { start: name, states: [[name, { ...call, Output: {}, End: true }]] };
  return failingFinish(machine, name, call, 'RunFailed');
}

/** A call of `finish-run` and what its answer leads to: an end, or an error of this name. */
export function failingFinish(
  { names, claimVariable }: MachineContext,
  name: string,
  call: ReturnType<typeof callFinish>,
  error: string,
): Emitted {
  const status = names.claim('run-status');
  const failed = names.claim('run-failed');
  const done = names.claim('run-finished');
  const reason = claimVariable('cause');
  const variable = claimVariable('failed');
  return {
    start: name,
    states: [
      [
        name,
        {
          ...call,
          Assign: {
            [variable]: jsonata('$states.result.Payload.status != "succeeded"'),
            [reason]: jsonata('$states.result.Payload.reason'),
          },
          Output: sameInput,
          Next: status,
        },
      ],
      [status, { Type: 'Choice', Choices: [{ Condition: jsonata(`$${variable}`), Next: failed }], Default: done }],
      [failed, { Type: 'Fail', Error: error, Cause: jsonata(`$${reason}`) }],
      [done, { Type: 'Pass', Output: {}, End: true }],
    ],
  };
}

/** A call of `finish-run`, without what comes behind it. */
export function callFinish(
  { placeholders }: MachineContext,
  payload: Template,
): Omit<TaskState, 'Next' | 'End' | 'Output'> {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: placeholders.platform('finish-run'), Payload: payload },
    TimeoutSeconds: FINISH_SECONDS,
    Retry: [transientErrors, again],
  };
}
