import { assertNever } from '../diagnostics/invariant.ts';
import { type DependsExpression, readDepends } from './depends-expression.ts';
import { nodeBeside, orderedBy, waysDown } from './nesting.ts';
import type { GraphNode, PipelineGraph } from './pipeline-graph.ts';

/** Each node's condition: when its turn comes, whether it runs. */
export type NodeConditions = ReadonlyMap<string, DependsExpression>;

/**
 * `depends`, and the success of every node that an edge comes from and `depends` does not name. Bare names are spelt out:
 * Succeeded or Skipped, and Failed or Errored of a node whose failure is to be ignored (`on-error: continue`, Argo's
 * `continueOn`). Nodes of `finally` run whatever happened before: only they themselves count among each other.
 */
export function conditionsOf(graph: PipelineGraph): NodeConditions {
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const last = new Set(graph.finally);
  const sources = new Map<string, Set<string>>();
  const wayDown = waysDown(graph);
  for (const edge of graph.edges) {
    const [from, to] = orderedBy(edge.from, edge.to, wayDown) ?? [];
    if (from !== undefined && to !== undefined) sources.set(to, (sources.get(to) ?? new Set()).add(from));
  }
  return new Map(
    graph.nodes.map((node) => {
      const counts = (name: string) => nodes.has(name) && name !== node.name && last.has(name) === last.has(node.name);
      const reading = node.depends === undefined ? undefined : readDepends(node.depends.value);
      const named = new Set(reading?.names.map((name) => nodeBeside(name, node)));
      const bare = [...(sources.get(node.name) ?? [])]
        .filter((name) => !named.has(name) && counts(name))
        .map((name): DependsExpression => ({ kind: 'result', node: name }));
      const parts = [...(reading === undefined ? [] : [beside(reading.expression, node)]), ...bare];
      return [node.name, spelledOut({ kind: 'all', operands: parts }, nodes, counts)];
    }),
  );
}

/** With the names of nodes as the graph has them. */
function beside(expression: DependsExpression, node: GraphNode): DependsExpression {
  switch (expression.kind) {
    case 'result':
      return { ...expression, node: nodeBeside(expression.node, node) };
    case 'not':
      return { kind: 'not', operand: beside(expression.operand, node) };
    default:
      return { ...expression, operands: expression.operands.map((each) => beside(each, node)) };
  }
}

/** Names that are no nodes, which the rules report, ask for nothing. */
function spelledOut(
  expression: DependsExpression,
  nodes: ReadonlyMap<string, GraphNode>,
  counts: (name: string) => boolean,
): DependsExpression {
  switch (expression.kind) {
    case 'result': {
      const { node } = expression;
      if (!counts(node)) return { kind: 'all', operands: [] };
      if (expression.result !== undefined) return expression;
      const ignored = nodes.get(node)?.onError === 'continue';
      const results = ['Succeeded', 'Skipped', ...(ignored ? (['Failed', 'Errored'] as const) : [])] as const;
      return { kind: 'any', operands: results.map((result) => ({ kind: 'result', node, result })) };
    }
    case 'not':
      return { kind: 'not', operand: spelledOut(expression.operand, nodes, counts) };
    case 'all':
    case 'any':
      return { ...expression, operands: expression.operands.map((each) => spelledOut(each, nodes, counts)) };
    default:
      return assertNever(expression);
  }
}
