import { readDepends } from './depends-expression.ts';
import { nodeBeside, orderedBy, waysDown } from './nesting.ts';
import type { PipelineGraph } from './pipeline-graph.ts';

/** Which nodes each node waits for, directly, in the file's order: by its edges, by `depends`, and `finally` after all. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;

export function dependenciesOf(graph: PipelineGraph): Dependencies {
  const position = new Map(graph.nodes.map((node, index) => [node.name, index]));
  const found = new Map(graph.nodes.map((node) => [node.name, new Set<string>()]));
  const wayDown = waysDown(graph);
  for (const edge of graph.edges) {
    const ordered = orderedBy(edge.from, edge.to, wayDown);
    if (ordered !== undefined) found.get(ordered[1])?.add(ordered[0]);
  }
  const last = new Set(graph.finally);
  for (const node of graph.nodes) {
    const before = found.get(node.name);
    for (const written of node.depends === undefined ? [] : readDepends(node.depends.value).names) {
      const name = nodeBeside(written, node);
      if (position.has(name) && name !== node.name) before?.add(name);
    }
    if (last.has(node.name)) {
      for (const other of graph.nodes) {
        if (!last.has(other.name) && other.within === undefined) before?.add(other.name);
      }
    }
  }
  const inOrder = (names: ReadonlySet<string>) =>
    [...names].sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
  return new Map([...found].map(([name, before]) => [name, inOrder(before)]));
}
