import { dependenciesOf } from '../dependencies.ts';
import { findCycle } from '../order.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** Nodes that wait for each other never start. One cycle is named; others may show once it is broken. */
export function cycles({ graph, collector }: GraphRuleContext): void {
  const path = findCycle(
    graph.nodes.map((node) => node.name),
    dependenciesOf(graph),
  );
  if (path === undefined) return;
  const onPath = graph.edges.filter((edge) =>
    path.some((name, index) => name === edge.from && path[index + 1] === edge.to),
  );
  collector.error(
    'SL2017',
    `nodes wait for each other: ${path.map((name) => `"${name}"`).join(' -> ')}`,
    onPath[0]?.span ?? graph.nodes.find((node) => node.name === path[0])?.span,
    {
      hint:
        onPath.length < path.length - 1
          ? 'remove one of these edges, or take a node out of "depends"'
          : 'remove one of these edges',
      related: onPath
        .slice(1)
        .map((edge) => ({ message: `then from "${edge.from}" to "${edge.to}"`, span: edge.span })),
    },
  );
}
