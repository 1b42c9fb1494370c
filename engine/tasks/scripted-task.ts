import type { Json } from '../json/json.ts';
import type { TaskCall } from './task-call.ts';

/** How one delivery of a scripted task ends. */
export interface ScriptedOutcome {
  /** How long it takes on the engine's clock; 0 unless given. */
  readonly seconds?: number;
  /** The task's result (for `lambda:invoke` the function's payload); null unless given. */
  readonly result?: Json;
  /** Given, the task fails with this error name, and `cause`. */
  readonly error?: string;
  readonly cause?: string;
}

/** The same end for every delivery; one for each attempt, the last for all later ones; or made for the delivery. */
export type ScriptedTask =
  ScriptedOutcome | readonly [ScriptedOutcome, ...ScriptedOutcome[]] | ((call: TaskCall) => ScriptedOutcome);

/**
 * What Task states do instead of calling their services, by the name of the state. A state that is not named here is
 * looked up in `tasks`, then goes out by its wire protocol. A `.sync` or `.waitForTaskToken` task ends as if its job had
 * ended, or its token had come back, after `seconds`.
 *
 * On a virtual clock a script runs a machine in no time, always the same way:
 *
 * ```ts
 * const engine = new StepFunctionsEngine({
 *   clock: createVirtualClock(),
 *   script: {
 *     Preprocess: { seconds: 90, result: { files: 12 } },
 *     // The first attempt fails after 5 s; what Retry starts succeeds after 60 s.
 *     Train: [{ seconds: 5, error: 'OutOfMemory' }, { seconds: 60, result: { accuracy: 0.93 } }],
 *     // In a Map, by the iteration: the indices of the enclosing Maps, the outermost first.
 *     Trial: ({ mapIndices }) => ({ seconds: 10 + (mapIndices.at(-1) ?? 0) }),
 *   },
 *   tasks: { 'arn:aws:states:::aws-sdk:dynamodb:updateItem': () => ({}) },
 * });
 * const { stateMachineArn } = await engine.createStateMachine({ name: 'm', definition, roleArn });
 * const { executionArn } = await engine.startExecution({ stateMachineArn });
 * const { startDate, stopDate } = await engine.waitForExecution(executionArn);
 * ```
 */
export type Script = Readonly<Record<string, ScriptedTask>>;

/** What the script says of this delivery; undefined where it says nothing of the state. */
export const scriptedOutcome = (script: Script, call: TaskCall): ScriptedOutcome | undefined => {
  const task = Object.hasOwn(script, call.stateName) ? script[call.stateName] : undefined;
  if (typeof task === 'function') return task(call);
  if (!isList(task)) return task;
  return task[Math.min(call.retryCount, task.length - 1)];
};

const isList = (task: ScriptedTask | undefined): task is readonly [ScriptedOutcome, ...ScriptedOutcome[]] =>
  Array.isArray(task);
