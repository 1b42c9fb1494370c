import type { NodePlan } from './execution-plan.ts';

/**
 * A node and every node that waits for it, directly or not; `nodes` in topological order. Whoever waits for a nested pipeline
 * waits for each of its nodes, and all that is in one begins behind it.
 */
export function downstreamOf(
  nodes: readonly Pick<NodePlan, 'node' | 'after' | 'within'>[],
  from: string,
): ReadonlySet<string> {
  const within = new Map(nodes.map((each) => [each.node, each.within]));
  const around = new Set<string>();
  for (let name = within.get(from); name !== undefined; name = within.get(name)) around.add(name);
  const found = new Set([from, ...around]);
  for (const each of nodes) {
    const inside = each.within !== undefined && found.has(each.within) && !around.has(each.within);
    if (inside || each.after.some((before) => found.has(before))) found.add(each.node);
  }
  return found;
}
