import type { Clock } from './clock/clock.ts';
import type { EngineLimits } from './engine-limits.ts';
import type { ExecutionStatusChangeEvent } from './executions/status-change-event.ts';
import type { HistoryEvent } from './history/history-event.ts';
import type { Script } from './tasks/scripted-task.ts';
import type { EventBusOptions } from './integrations/event-bus.ts';
import type { TaskHandlers } from './tasks/task-call.ts';

export interface EngineOptions {
  /** Where the journal lives. Without it everything is in memory and ends with the process. */
  readonly dataFolder?: string;
  /** With a data folder: wait for the disk at every commit, so that the journal survives the machine and not only the process. */
  readonly fsync?: boolean;
  readonly clock?: Clock;
  /** Durations and results of Task states by the name of the state, before `tasks`: for simulations on a virtual clock. */
  readonly script?: Script;
  readonly tasks?: TaskHandlers;
  /**
   * Addresses of services by their lower-case name (`dynamodb`, `s3`, `sfn`, `lambda`, `sqs`, `eventbridge`, `ecs`,
   * `secretsmanager`: as `aws-sdk:<service>` has it). What is absent is taken from
   * the AWS SDK's own `AWS_ENDPOINT_URL_<SERVICE>` and `AWS_ENDPOINT_URL`.
   */
  readonly endpoints?: Readonly<Record<string, string>>;
  /** Credentials for calls to services; the SDK's own chain unless given. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly region?: string;
  readonly accountId?: string;
  readonly limits?: Partial<EngineLimits>;
  /**
   * In memory only: children of a Map Run are forgotten, with their histories, as soon as they have succeeded, so that a
   * simulation of any number of them needs the memory of those that run. The API then knows only the others.
   */
  readonly forgetChildren?: boolean;
  /** Called with every event of every execution's history, as it is written. It must not throw. */
  readonly onHistoryEvent?: (event: HistoryEvent, executionArn: string) => void;
  /** Makes `$uuid()`, `$random()`, jitter and identifiers repeatable. Random unless given. */
  readonly seed?: string;
  /** Where status changes are put, by EventBridge's own protocol, beside the callback. An event that is not taken is given up with a process warning. */
  readonly eventBus?: EventBusOptions;
  /** Called at every status change, in EventBridge's shape. A promise that fails is reported by a process warning and never harms the execution. */
  readonly onExecutionStatusChange?: (event: ExecutionStatusChangeEvent) => void | Promise<void>;
}
