import type { Json } from '../json/json.ts';
import type { HasAssign, HasOutput, HasParameters, HasPaths, HasResultPath } from './data-fields.ts';
import type { HasQueryLanguage } from './query-language.ts';
import type { HasTransition } from './transition-fields.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html */
export interface PassState
  extends HasQueryLanguage, HasTransition, HasOutput, HasAssign, HasPaths, HasParameters, HasResultPath {
  readonly Type: 'Pass';
  /** JSONPath only. */
  readonly Result?: Json;
}
