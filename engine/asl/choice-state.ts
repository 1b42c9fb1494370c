import type { Json } from '../json/json.ts';
import type { HasAssign, HasOutput, HasPaths } from './data-fields.ts';
import type { HasQueryLanguage } from './query-language.ts';

/**
 * One rule. JSONata rules have `Condition`; JSONPath rules have `Variable` and one comparison, or `And`, `Or`, `Not`.
 * The comparisons are some forty fields (`StringEquals`, `NumericLessThanPath`, ...): they are read by name.
 */
export interface ChoiceRule extends HasOutput, HasAssign {
  readonly Comment?: string;
  readonly Condition?: string | boolean;
  readonly Variable?: string;
  readonly And?: readonly ChoiceRule[];
  readonly Or?: readonly ChoiceRule[];
  readonly Not?: ChoiceRule;
  readonly Next?: string;
  readonly [comparison: string]: Json | undefined | ChoiceRule | readonly ChoiceRule[];
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
export interface ChoiceState extends HasQueryLanguage, HasOutput, HasAssign, HasPaths {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}
