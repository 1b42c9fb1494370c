import { createHash } from 'node:crypto';
import type { ExecutionScope, TaskRequest } from '../interpreter/execution-scope.ts';
import { isJsonObject, parseJson, type Json, type JsonFields, type JsonObject } from '../json/json.ts';
import { TaskError } from '../tasks/task-call.ts';
import type { TaskPattern } from '../tasks/task-resource.ts';

/** The operations of Step Functions as a Task calls them: with Step Functions' own names and errors. */
export type CallStates = (action: string, parameters: Json) => Promise<Json>;

/** Resolves when this execution of the engine's own has ended. */
export type ExecutionEnded = (executionArn: string) => Promise<void>;

/** The first look is soon, since most executions here are short; the later ones are rare. */
const FIRST_LOOK_MILLISECONDS = 25;
const LONGEST_LOOK_MILLISECONDS = 2_000;

const ALREADY_EXISTS = 'Sfn.ExecutionAlreadyExistsException';

const pause = (execution: ExecutionScope, request: TaskRequest, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const { clock } = execution;
    let leave = (): void => undefined;
    const timer = clock.at(clock.now() + milliseconds, () => {
      leave();
      resolve();
    });
    leave = request.halt.onStop(() => {
      timer.cancel();
      resolve();
    });
  });

/** Until the execution has ended, or this task's branch is stopped. */
const untilEnded = (ended: ExecutionEnded, executionArn: string, request: TaskRequest): Promise<void> =>
  new Promise((resolve, reject) => {
    const leave = request.halt.onStop(resolve);
    ended(executionArn).then(() => {
      leave();
      resolve();
    }, reject);
  });

const textField = (value: Json, name: string): string => {
  const field = isJsonObject(value) ? value[name] : undefined;
  return typeof field === 'string' ? field : '';
};

/** `.sync` gives the output as text, `.sync:2` as JSON. */
const resultOf = (description: Json, pattern: TaskPattern): Json => {
  const fields: JsonFields = isJsonObject(description) ? { ...description } : {};
  if (pattern === 'sync:2') {
    for (const name of ['Input', 'Output']) {
      const text = fields[name];
      if (typeof text === 'string') fields[name] = parseJson(text);
    }
  }
  return fields;
};

/** The optimised integration spells its errors its own way. */
const optimisedError = (error: unknown): unknown =>
  error instanceof TaskError ? new TaskError(error.error.replace(/^Sfn\./, 'StepFunctions.'), error.cause) : error;

const start = async (given: JsonObject, request: TaskRequest, call: CallStates): Promise<Json> => {
  if (given['Name'] !== undefined) return call('startExecution', given);
  // A name of this attempt's own: a redelivery after a restart finds what the first one started.
  const Name = createHash('sha256').update(request.idempotencyKey).digest('hex').slice(0, 36);
  try {
    return await call('startExecution', { ...given, Name });
  } catch (error) {
    if (!(error instanceof TaskError) || error.error !== ALREADY_EXISTS) throw error;
    const machine = textField(given, 'StateMachineArn').split(':').slice(0, 7).join(':');
    const ExecutionArn = `${machine.replace(':stateMachine:', ':execution:')}:${Name}`;
    const known = await call('describeExecution', { ExecutionArn });
    return { ExecutionArn, StartDate: textField(known, 'StartDate') };
  }
};

/**
 * `states:startExecution`: starts another state machine, and with `.sync` waits for its end. A stopped parent stops
 * what it waits for, as AWS does.
 */
export const runStateMachine = async (
  execution: ExecutionScope,
  request: TaskRequest,
  pattern: TaskPattern,
  call: CallStates,
  ended: ExecutionEnded | undefined,
): Promise<Json> => {
  const given: JsonObject = isJsonObject(request.arguments) ? request.arguments : {};
  let started: Json;
  try {
    started = await start(given, request, call);
  } catch (error) {
    throw optimisedError(error);
  }
  if (pattern !== 'sync' && pattern !== 'sync:2') return started;
  request.submitted(started);
  const ExecutionArn = textField(started, 'ExecutionArn');
  for (let wait = FIRST_LOOK_MILLISECONDS; ; wait = Math.min(wait * 2, LONGEST_LOOK_MILLISECONDS)) {
    const description = await call('describeExecution', { ExecutionArn });
    const status = textField(description, 'Status');
    if (status === 'SUCCEEDED') return resultOf(description, pattern);
    if (status !== 'RUNNING') throw new TaskError('States.TaskFailed', JSON.stringify(resultOf(description, 'sync')));
    // The engine's own executions tell when they end; those of another service have to be looked at.
    await (ended === undefined ? pause(execution, request, wait) : untilEnded(ended, ExecutionArn, request));
    if (request.halt.stopped) {
      await call('stopExecution', { ExecutionArn });
      throw new TaskError('States.TaskFailed', 'The parent execution was stopped');
    }
  }
};
