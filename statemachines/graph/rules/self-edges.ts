import type { GraphRuleContext } from './graph-rule.ts';

/** A node that waits for itself never starts. */
export function selfEdges({ blueprint, collector }: GraphRuleContext): void {
  for (const edge of blueprint.edges) {
    const name = edge.source.node.value;
    if (name !== edge.target.node.value) continue;
    collector.error(
      'SL2016',
      `the edge leads from the node "${name}" to itself, so that it would wait for itself for ever`,
      edge.span,
      {
        hint: 'remove the edge, or let it start at another node',
      },
    );
  }
}
