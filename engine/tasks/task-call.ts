import type { Json } from '../json/json.ts';

/** One delivery of a Task to whatever does its work. */
export interface TaskCall {
  /** The state's `Resource` as written. */
  readonly resource: string;
  readonly stateName: string;
  readonly executionArn: string;
  readonly arguments: Json;
  /** The indices of the Map iterations that this task is in, the outermost Map first; through Distributed Maps too. */
  readonly mapIndices: readonly number[];
  /** Retries before this delivery. */
  readonly retryCount: number;
  /** Present when the state waits for a task token. */
  readonly taskToken?: string;
  /** Waits on the engine's clock, so that a scripted task takes virtual time on a virtual clock. Await it before returning. */
  readonly sleep: (seconds: number) => Promise<void>;
}

/**
 * An in-process task of the library's user: gives the task's result (for `lambda:invoke` the function's payload), or
 * throws a `TaskError` to fail with an error name of its own; any other error fails with its class name, as in Lambda.
 */
export type TaskHandler = (call: TaskCall) => Json | Promise<Json>;

/**
 * Explicit shortcuts past the wire protocols. Looked up by the state's Resource, then by the Lambda function's ARN or
 * name, then by `*`. What is not found goes out by its wire protocol.
 */
export type TaskHandlers = Readonly<Record<string, TaskHandler>>;

/** A failure with the error name and cause that Retry and Catch see. */
export class TaskError extends Error {
  override readonly name = 'TaskError';
  readonly error: string;
  override readonly cause: string | undefined;

  constructor(error: string, cause?: string) {
    super(cause === undefined ? error : `${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
  }
}
