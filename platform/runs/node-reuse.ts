import type { NodePlan } from '../../statemachines/plan/execution-plan.ts';
import type { Run } from './run.ts';

/** Where a node's executions may take their results from instead of being run. */
export type NodeReuse =
  /** Whatever execution of the project succeeded with the same cache key. */
  | { readonly kind: 'cache-key' }
  /** The same execution of another run. */
  | { readonly kind: 'run'; readonly runId: string };

/** A node's plan as it lies in the bucket for one run. */
export interface StoredPlan extends NodePlan {
  readonly reuse?: NodeReuse;
}

/** A task's `reuse-children` holds in every run that is not told to reuse nothing. */
export function nodeReuse({ reuse }: Pick<Run, 'reuse'>, { reuseChildren }: NodePlan): NodeReuse | undefined {
  return (reuse ?? reuseChildren) === true ? { kind: 'cache-key' } : undefined;
}
