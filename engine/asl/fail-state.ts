import type { HasQueryLanguage } from './query-language.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html */
export interface FailState extends HasQueryLanguage {
  readonly Type: 'Fail';
  readonly Error?: string;
  readonly Cause?: string;
  readonly ErrorPath?: string;
  readonly CausePath?: string;
}
