import type { HasOutput, HasPaths } from './data-fields.ts';
import type { HasQueryLanguage } from './query-language.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-succeed.html */
export interface SucceedState extends HasQueryLanguage, HasOutput, HasPaths {
  readonly Type: 'Succeed';
}
