import type { HasAssign, HasOutput, HasPaths } from './data-fields.ts';
import type { HasQueryLanguage } from './query-language.ts';
import type { HasTransition } from './transition-fields.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html: exactly one of the four ways to say how long. */
export interface WaitState extends HasQueryLanguage, HasTransition, HasOutput, HasAssign, HasPaths {
  readonly Type: 'Wait';
  readonly Seconds?: number | string;
  readonly Timestamp?: string;
  readonly SecondsPath?: string;
  readonly TimestampPath?: string;
}
