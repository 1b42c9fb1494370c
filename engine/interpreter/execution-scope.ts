import type { Clock } from '../clock/clock.ts';
import type { EngineLimits } from '../engine-limits.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { Payload } from '../json/payload.ts';
import type { Halt } from './halt.ts';
import type { PoolSize } from './run-pool.ts';
import type { Recorder } from './recorder.ts';

/** How the wait for a task's token ends. */
export type TokenOutcome =
  | { readonly kind: 'success'; readonly output: Json }
  | { readonly kind: 'failure'; readonly error: string; readonly cause?: string };

export interface TokenListener {
  ended(outcome: TokenOutcome): void;
  heartbeat(): void;
}

export interface TaskTokens {
  /** The token of this attempt: the same after a restart. */
  issue(key: string): string;
  listen(token: string, listener: TokenListener): () => void;
  /** Ends the wait for this token, if it still lasts. */
  settle(token: string, outcome: TokenOutcome): void;
}

/** A task of an activity, for a worker to fetch. */
export interface ActivityTask {
  readonly token: string;
  readonly input: string;
  /** Called when a worker gets it. Gives whether it began: else it has ended, and the worker must not have it. */
  readonly started: (worker: string | undefined) => boolean;
}

export interface ActivityTasks {
  exists(activityArn: string): boolean;
  /** Lays a task out for the activity's workers. Gives a function that takes it back. */
  schedule(activityArn: string, task: ActivityTask): () => void;
}

/** A task as it leaves the interpreter. */
export interface TaskRequest {
  readonly resource: string;
  readonly stateName: string;
  readonly arguments: Json;
  /** The indices of the iterations that it is in, the outermost Map first. */
  readonly mapIndices: readonly number[];
  readonly retryCount: number;
  readonly taskToken?: string;
  /** Makes a redelivery after a restart recognisable where the service allows it (`ClientToken`, an execution's name). */
  readonly idempotencyKey: string;
  readonly halt: Halt;
  /** What an earlier life of the process got when it submitted a `.sync` task's work. */
  readonly submittedOutput?: Json;
  /** Called when a `.sync` task's work has been accepted, with the service's answer. */
  readonly submitted: (output: Json) => void;
}

export interface TaskRunner {
  /** Whether the library's user does this work in process. */
  inProcess(request: Pick<TaskRequest, 'resource' | 'stateName' | 'arguments'>): boolean;
  /** What is wrong with a result that a test gives in the place of a service's answer, as far as its client's model tells. */
  mockFault(resource: string, result: Json, strict: boolean): Promise<string | undefined>;
  /** Gives the task's result, or rejects with `TaskError`. */
  run(execution: ExecutionScope, request: TaskRequest): Promise<Json>;
  /** An S3 object, whose body is read as it comes. Rejects with `TaskError`. */
  openObject(execution: ExecutionScope, request: TaskRequest): Promise<OpenedObject>;
}

export interface OpenedObject {
  /** Tells one content of the object from another. */
  readonly etag: string | undefined;
  /** Throws `TaskError` when the connection breaks. */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface ChildOutcome {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly redriveCount: number;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly startDate: number;
  readonly stopDate: number;
}

export interface MapRunSettings {
  readonly label: string;
  /** The path of the Map's attempt: names the run within its execution. */
  readonly key: string;
  /** The iterations that the Map itself is in. */
  readonly mapIndices: readonly number[];
  readonly executionType: 'STANDARD' | 'EXPRESS';
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  readonly toleratedFailurePercentage: number;
}

/** How many children may fail, by number and by percentage. */
export interface Tolerance {
  readonly count: number;
  readonly percentage: number;
}

/** A Map Run under way, as the interpreter drives it. */
export interface MapRun {
  readonly arn: string;
  readonly id: string;
  /** How often it was redriven, this time included. */
  readonly redriveCount: number;
  /** UpdateMapRun may change both while the run is under way. */
  readonly concurrency: PoolSize;
  tolerance(): Tolerance;
  /** Announces how many children there are, and how many items they hold in all, as far as is known. */
  sized(children: number, items: number): void;
  /** Starts the child of this index, or attaches to it when an earlier life of the process started it. `items`: how many it holds. */
  run(index: number, input: Payload, items: number, halt: Halt): Promise<ChildOutcome>;
  ended(status: 'SUCCEEDED' | 'FAILED' | 'ABORTED'): void;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_InspectionData.html */
export type InspectionStage =
  | 'input'
  | 'afterInputPath'
  | 'afterParameters'
  | 'afterArguments'
  | 'result'
  | 'afterResultSelector'
  | 'afterResultPath'
  | 'afterItemsPath'
  | 'afterItemSelector'
  | 'maxConcurrency'
  | 'toleratedFailureCount'
  | 'toleratedFailurePercentage';

/** What the interpreter needs to know of, and may do in, the execution that it runs. */
export interface ExecutionScope {
  readonly arn: string;
  readonly name: string;
  readonly input: Json;
  readonly startTime: number;
  readonly redriveCount: number;
  /** Milliseconds since the epoch; of the last redrive. */
  readonly redriveTime: number | undefined;
  /** The ExecutionRedriven event of the last redrive, which everything done since follows; 0 before any. */
  readonly redrivenEventId: number;
  readonly roleArn: string;
  readonly stateMachine: { readonly id: string; readonly name: string };
  readonly seed: string;
  readonly region: string;
  readonly clock: Clock;
  readonly limits: EngineLimits;
  readonly recorder: Recorder;
  readonly tasks: TaskRunner;
  readonly tokens: TaskTokens;
  readonly activities: ActivityTasks;
  /** The context object that a test of a single state gives, in place of the execution's own. */
  readonly context?: JsonObject;
  /** Told of the data at each stage of a state, where a test looks into it. */
  readonly inspect?: (stage: InspectionStage, value: Json) => void;
  /** Opens the Map Run of a Distributed Map, or the one that an earlier life of the process opened. */
  readonly openMapRun: (settings: MapRunSettings) => MapRun;
}
