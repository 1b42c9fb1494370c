import type { HasCatch } from './catcher.ts';
import type {
  HasArguments,
  HasAssign,
  HasOutput,
  HasParameters,
  HasPaths,
  HasResultPath,
  HasResultSelector,
} from './data-fields.ts';
import type { HasQueryLanguage } from './query-language.ts';
import type { HasRetry } from './retrier.ts';
import type { HasTransition } from './transition-fields.ts';

/** The role that a task's work is done in, of another account perhaps. */
export interface Credentials {
  /** May be a JSONata expression. */
  readonly RoleArn?: string;
  /** JSONPath: where the role is found. */
  readonly 'RoleArn.$'?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html */
export interface TaskState
  extends
    HasQueryLanguage,
    HasTransition,
    HasArguments,
    HasOutput,
    HasAssign,
    HasPaths,
    HasParameters,
    HasResultSelector,
    HasResultPath,
    HasRetry,
    HasCatch {
  readonly Type: 'Task';
  readonly Resource: string;
  /** Seconds, or a JSONata expression that gives them; 99,999,999 unless told. */
  readonly TimeoutSeconds?: number | string;
  readonly TimeoutSecondsPath?: string;
  readonly HeartbeatSeconds?: number | string;
  readonly HeartbeatSecondsPath?: string;
  readonly Credentials?: Credentials;
}
