import { dependenciesOf } from '../dependencies.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** In a pipeline with edges, a node that nothing touches was probably forgotten. */
export function unusedNodes({ blueprint, graph, collector }: GraphRuleContext): void {
  if (blueprint.edges.length === 0) return;
  const dependencies = dependenciesOf(graph);
  const touched = new Set([...dependencies.values()].flat());
  for (const { targets } of graph.parameters) for (const { node } of targets) touched.add(node);
  for (const edge of blueprint.edges) touched.add(edge.source.node.value).add(edge.target.node.value);
  for (const node of graph.nodes) {
    if (touched.has(node.name) || node.depends !== undefined || (dependencies.get(node.name) ?? []).length > 0)
      continue;
    collector.warning('SL2040', `nothing leads to or from the node "${node.name}": it runs by itself`, node.span, {
      hint: 'add an edge, or remove the node if it is not needed',
    });
  }
}
