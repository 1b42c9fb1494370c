import type { NodePlan, PlannedAxis } from '../plan/execution-plan.ts';
import { causeOfChild, errorOfChild } from './child-errors.ts';
import { answersVariable, gatheredResult, readAnswers } from './fate-expressions.ts';
import { type FateAspect, fateKey } from './fate-keys.ts';
import { LONGEST_CAUSE, LONGEST_KEPT_CAUSE } from './limits-of-data.ts';
import { jsonata, pointsOf, runFields, sameInput } from './jsonata.ts';
import { behind, type FateUpdate, leave } from './leave.ts';
import type { NodeWays } from './node-ways.ts';
import { again, transientErrors } from './retries.ts';
import { haltChoice, mayHaltRun } from './run-halting.ts';
import type { Scope } from './scope.ts';
import type { Catcher, State, TaskState, Template } from './states.ts';
import { trialTemplate } from './trial-indices.ts';

const RECORD_SECONDS = 60;

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
  const { names } = scope.machine;
  const recorder = names.claim(`${name}.record-failure`);
  const raising = scope.tolerant ? undefined : names.claim(`${name}.failed`);
  const error = { error: jsonata('$states.input.error'), cause: jsonata('$states.input.cause') };
  const recording: State = {
    ...callRecorder(scope, { ...failed.fields, node: node.node, ...failed.trial, ...error }),
    ...(raising === undefined ? { Output: failed.count, End: true } : { Output: error, Next: raising }),
  };
  const fail: State = { Type: 'Fail', Error: error.error, Cause: error.cause };
  return {
    catcher: { ErrorEquals: ['States.ALL'], Next: recorder, Output: jsonata(withError(node)) },
    states: [[recorder, recording], ...(raising === undefined ? [] : [[raising, fail] as const])],
  };
}

function callRecorder({ machine }: Scope, payload: Template): Omit<TaskState, 'Next' | 'End' | 'Output'> {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: machine.placeholders.platform('record-failure'), Payload: payload },
    TimeoutSeconds: RECORD_SECONDS,
    // Recorded once however often it is asked: a hiccup here must not end what the failure itself does not.
    Retry: [transientErrors, again],
  };
}

/** Catches an execution's failure, has it recorded, and goes on with its fate; error and cause stay out of the state data. */
export function recordingStates(
  node: NodePlan,
  scope: Scope,
  ways: Pick<NodeWays, 'failed' | 'raise'>,
): RecordedFailure {
  const update = { [fateKey(node.node)]: '$states.result.Payload.fate' };
  return recording(node, scope, ways, {}, update);
}

/** The same of a sweep whose first failed trial ended its Map; undefined where its failure simply ends the run. */
export function recordingSweep(
  node: NodePlan,
  axis: PlannedAxis,
  scope: Scope,
  ways: Pick<NodeWays, 'failed' | 'raise'>,
): RecordedFailure | undefined {
  if (ways.failed === undefined && ways.raise === undefined) return undefined;
  const answers = readAnswers([fateKey(node.node)], '$states.result.Payload.fates');
  const gathered = { node: node.node, tolerant: false, nested: false, before: [] };
  const aspect = (each: FateAspect) =>
    `(${answersVariable} := ${answers.text}; ${gatheredResult(gathered, each, answers)})`;
  const update = Object.fromEntries(
    (['fate', 'AnySucceeded', 'AllFailed'] as const).map((each) => [fateKey(node.node, each), aspect(each)]),
  );
  return recording(node, scope, ways, { sweep: axis.lists === undefined ? jsonata(pointsOf(axis.id)) : true }, update);
}

function recording(
  node: NodePlan,
  scope: Scope,
  ways: Pick<NodeWays, 'failed' | 'raise'>,
  more: Readonly<Record<string, Template>>,
  update: FateUpdate,
): RecordedFailure {
  const { names, nodeState, claimVariable } = scope.machine;
  const recorder = names.claim(`${nodeState(node.node)}.record-failure`);
  const { error, cause } = ways.raise ?? { error: claimVariable('error'), cause: claimVariable('cause') };
  const trial = trialTemplate(node, scope.nest);
  const payload = {
    ...runFields(),
    node: node.node,
    trial,
    ...more,
    error: jsonata(`$${error}`),
    cause: jsonata(`$${cause}`),
  };
  const way = wayBehind(node, scope, ways, update, { error, cause });
  return {
    catcher: {
      ErrorEquals: ['States.ALL'],
      Next: recorder,
      Assign: { [error]: jsonata(errorOf(node)), [cause]: jsonata(causeOf(node, LONGEST_KEPT_CAUSE)) },
      Output: sameInput,
    },
    states: [
      [
        recorder,
        {
          ...callRecorder(scope, payload),
          ...way.answer,
        },
      ],
      ...way.states,
    ],
  };
}

/** What the recorder leads to; `error` and `cause` are variables. */
function wayBehind(
  node: NodePlan,
  scope: Scope,
  { failed, raise }: Pick<NodeWays, 'failed' | 'raise'>,
  update: FateUpdate,
  { error, cause }: { readonly error: string; readonly cause: string },
): {
  readonly answer: ReturnType<typeof leave> | { readonly Output: Template; readonly Next: string };
  readonly states: RecordedFailure['states'];
} {
  const then = failed ?? { kind: 'end' };
  const onward = raise === undefined ? leave(scope, then, update) : { Output: sameInput, Next: raise.then };
  if (!mayHaltRun(scope.machine.plan, node)) return { answer: onward, states: [] };
  const { names, nodeState } = scope.machine;
  const name = nodeState(node.node);
  const [choice, halted] = [names.claim(`${name}.halts`), names.claim(`${name}.halted`)];
  const done = raise === undefined && then.kind === 'end' ? names.claim(`${name}.done`) : undefined;
  const after = raise?.then ?? (then.kind === 'next' ? then.state : (done ?? ''));
  const found = raise === undefined ? update : {};
  return {
    answer: leave(scope, { kind: 'next', state: choice }, found),
    states: [
      [choice, haltChoice(`$${error}`, halted, after)],
      [halted, { Type: 'Fail', Error: jsonata(`$${error}`), Cause: jsonata(`$${cause}`) }],
      ...(done !== undefined
        ? [[done, { Type: 'Pass', ...leave(behind(scope, Object.keys(found)), then) }] as const]
        : []),
    ],
  };
}

/** An error without a cause has none to cut, and an expression without a value is an error of its own. */
function shortCause(most: number): string {
  return `$states.errorOutput.Cause ? $substring($states.errorOutput.Cause, 0, ${most}) : ""`;
}

/** A nested pipeline fails with what it failed with itself. */
function errorOf({ kind }: NodePlan): string {
  return kind === 'pipeline' ? errorOfChild : '$states.errorOutput.Error';
}

function causeOf({ kind }: NodePlan, most: number): string {
  return kind === 'pipeline' ? causeOfChild : shortCause(most);
}

function withError(node: NodePlan): string {
  return `$merge([$states.input, {"error": ${errorOf(node)}, "cause": ${causeOf(node, LONGEST_CAUSE)}}])`;
}
