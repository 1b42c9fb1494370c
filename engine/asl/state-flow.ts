import type { HasQueryLanguage } from './query-language.ts';

/** States that run one after another from `StartAt`: a machine, a branch of a Parallel, or the body of a Map. */
export interface StateFlow<S> extends HasQueryLanguage {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, S>>;
}
