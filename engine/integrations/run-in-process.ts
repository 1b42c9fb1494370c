import type { Clock } from '../clock/clock.ts';
import type { ExecutionScope, TaskRequest } from '../interpreter/execution-scope.ts';
import { HaltedError } from '../interpreter/halt.ts';
import { isJsonObject, type Json } from '../json/json.ts';
import { TaskError, type TaskCall, type TaskHandler, type TaskHandlers } from '../tasks/task-call.ts';
import { parseTaskResource } from '../tasks/task-resource.ts';

const functionName = (value: string): string =>
  value.replace(/^arn:[^:]*:lambda:[^:]*:[^:]*:function:/, '').split(':')[0] ?? value;

type Addressed = Pick<TaskRequest, 'resource' | 'arguments'>;

const functionOf = (request: Addressed): string | undefined => {
  const resource = parseTaskResource(request.resource);
  if (resource.kind === 'lambda') return resource.functionArn;
  if (resource.kind !== 'integration' || resource.service !== 'lambda') return undefined;
  const name = isJsonObject(request.arguments) ? request.arguments['FunctionName'] : undefined;
  return typeof name === 'string' ? name : undefined;
};

/** The user's own handler of a task, by its resource, its Lambda function's ARN or name, or `*`. */
export const findHandler = (handlers: TaskHandlers, request: Addressed): TaskHandler | undefined => {
  const target = functionOf(request);
  const names = [request.resource, ...(target === undefined ? [] : [target, functionName(target)]), '*'];
  const name = names.find((candidate) => Object.hasOwn(handlers, candidate));
  return name === undefined ? undefined : handlers[name];
};

/**
 * While a task sleeps on the engine's clock it does no work of its own: virtual time may move. Rejects when the task's
 * branch is stopped.
 */
const sleep = ({ clock }: ExecutionScope, { halt }: TaskRequest, seconds: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = clock.at(clock.now() + seconds * 1000, () => {
      leave();
      clock.hold();
      resolve();
    });
    const leave = halt.onStop(() => {
      timer.cancel();
      clock.hold();
      reject(new HaltedError());
    });
    clock.release();
  });

/** The task as its handler or script sees it. */
export const taskCall = (execution: ExecutionScope, request: TaskRequest): TaskCall => ({
  resource: request.resource,
  stateName: request.stateName,
  executionArn: execution.arn,
  arguments: request.arguments,
  mapIndices: request.mapIndices,
  retryCount: request.retryCount,
  ...(request.taskToken === undefined ? {} : { taskToken: request.taskToken }),
  sleep: (seconds) => sleep(execution, request, seconds),
});

/** A handler's failure is named as Lambda names a thrown error: by its class. */
const handlerError = (error: unknown): TaskError => {
  if (error instanceof TaskError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return new TaskError(name, JSON.stringify({ errorType: name, errorMessage: message }));
};

/** Runs a task in this process. A `lambda:invoke` task gets its handler's value as the function's payload. */
export const runInProcess = async (clock: Clock, call: TaskCall, handler: TaskHandler): Promise<Json> => {
  const resource = parseTaskResource(call.resource);
  clock.hold();
  let result: Json;
  try {
    const value = handler(call);
    result = value instanceof Promise ? await value : value;
  } catch (error) {
    throw handlerError(error);
  } finally {
    clock.release();
  }
  const wraps =
    resource.kind === 'integration' && resource.service === 'lambda' && resource.action === 'invoke' && !resource.sdk;
  return wraps ? { ExecutedVersion: '$LATEST', Payload: result, StatusCode: 200 } : result;
};
