import type { NodePlan } from '../plan/execution-plan.ts';
import { jsonata } from './jsonata.ts';
import { transientErrors } from './retries.ts';
import type { Scope } from './scope.ts';
import type { Catcher, State, Template } from './states.ts';

const RECORD_SECONDS = 60;
/** Characters: a cause may have 32 KiB; state data stays small. */
export const LONGEST_CAUSE = 4000;

export interface RecordedFailure {
  readonly catcher: Catcher;
  readonly states: readonly (readonly [string, State])[];
}

/** What is recorded: who failed, and for how many failures that stands. */
export interface FailedWork {
  readonly fields: Readonly<Record<string, Template>>;
  readonly trial: Readonly<Record<string, Template>>;
  readonly count: Template;
}

/**
 * Catches whatever a step ended with, also what it could not report itself (time-out, memory), has it recorded, and ends
 * the iteration or branch as a count of failures; where nobody counts, with the error itself.
 */
export function recordFailure(node: NodePlan, name: string, scope: Scope, failed: FailedWork): RecordedFailure {
  const { names, placeholders } = scope.machine;
  const recorder = names.claim(`${name}.record-failure`);
  const raising = scope.tolerant ? undefined : names.claim(`${name}.failed`);
  const error = { error: jsonata('$states.input.error'), cause: jsonata('$states.input.cause') };
  const recording: State = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: {
      FunctionName: placeholders.platform('record-failure'),
      Payload: { ...failed.fields, node: node.node, ...failed.trial, ...error },
    },
    TimeoutSeconds: RECORD_SECONDS,
    Retry: [transientErrors],
    ...(raising === undefined ? { Output: failed.count, End: true } : { Output: error, Next: raising }),
  };
  const fail: State = { Type: 'Fail', Error: error.error, Cause: error.cause };
  return {
    catcher: { ErrorEquals: ['States.ALL'], Next: recorder, Output: jsonata(withError) },
    states: [[recorder, recording], ...(raising === undefined ? [] : [[raising, fail] as const])],
  };
}

/** An error without a cause has none to cut, and an expression without a value is an error of its own. */
const withError = `$merge([$states.input, {"error": $states.errorOutput.Error, "cause": $states.errorOutput.Cause ? $substring($states.errorOutput.Cause, 0, ${LONGEST_CAUSE}) : ""}])`;
