import type { GraphEdge, GraphNode } from '../graph/pipeline-graph.ts';
import { parametersOf } from '../graph/sockets.ts';

type ListEdge = GraphEdge & { readonly kind: 'metadata-parameter' };

/** Edges that bring a task node lists of its trials' values: metadata for parameters that take one value each. */
export function listEdges(node: GraphNode, edges: readonly GraphEdge[]): readonly ListEdge[] {
  if (node.kind !== 'sweep') return [];
  return parametersOf(node).flatMap(({ name, multiple }) => {
    if (multiple !== 'none') return [];
    const edge = edges.findLast(
      (each) => each.to === node.name && 'parameter' in each && each.parameter === name.value,
    );
    return edge?.kind === 'metadata-parameter' ? [edge] : [];
  });
}
