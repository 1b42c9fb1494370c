import type { NodePlan, PlanBlock, PlannedAxis } from './execution-plan.ts';

/** Why the trials of a Map are not handed over several a call, though its axis asks for it. */
export type NoBatch = 'several-nodes' | 'rules';

/**
 * The node whose trials one call may work on together. A node that the sweep of a pipeline repeats is asked, skipped and
 * caught trial by trial, so that its rules need a call for each; those of a task's own sweep stand around its Map.
 */
export function batchedNode(
  body: PlanBlock,
  axis: PlannedAxis,
  nodeOf: (name: string) => NodePlan | undefined,
): NodePlan | NoBatch {
  const node = body.kind === 'node' ? nodeOf(body.node) : undefined;
  if (node === undefined) return 'several-nodes';
  return axis.origin === 'pipeline' && node.rules !== undefined ? 'rules' : node;
}
