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

/**
 * A rerun takes from the other run what is not behind its first node, and runs the rest. A task's `reuse-children` holds in
 * every other run that is not told to reuse nothing.
 */
export function nodeReuse(
  { reuse, rerunOf }: Pick<Run, 'reuse' | 'rerunOf'>,
  { node, reuseChildren }: NodePlan,
  anew: ReadonlySet<string>,
): NodeReuse | undefined {
  if (rerunOf !== undefined) return anew.has(node) ? undefined : { kind: 'run', runId: rerunOf.runId };
  return (reuse ?? reuseChildren) === true ? { kind: 'cache-key' } : undefined;
}
