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
import type { StateFlow } from './state-flow.ts';
import type { HasTransition } from './transition-fields.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html. `S` is the union of all states. */
export interface ParallelState<S>
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
  readonly Type: 'Parallel';
  readonly Branches: readonly StateFlow<S>[];
}
