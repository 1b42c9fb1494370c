import type { NodePlan } from './execution-plan.ts';

/** A node and every node that waits for it, directly or not; `nodes` in topological order. */
export function downstreamOf(nodes: readonly Pick<NodePlan, 'node' | 'after'>[], from: string): ReadonlySet<string> {
  const found = new Set([from]);
  for (const { node, after } of nodes) if (after.some((before) => found.has(before))) found.add(node);
  return found;
}
