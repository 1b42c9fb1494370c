import { dependenciesOf } from './dependencies.ts';
import type { PipelineGraph } from './pipeline-graph.ts';

/**
 * What a run of these nodes needs: they and everything that they wait for, as with Argo's `target`. Nodes that lead to none
 * of them are left out, with the axes that nobody takes then; so are those of `finally`, unless they are asked for.
 */
export function pruneGraph(graph: PipelineGraph, targets: readonly string[]): PipelineGraph {
  const dependencies = dependenciesOf(graph);
  const kept = new Set<string>();
  const waiting = targets.filter((name) => dependencies.has(name));
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (kept.has(name)) continue;
    kept.add(name);
    waiting.push(...(dependencies.get(name) ?? []));
  }
  const { sweep, ...rest } = graph;
  const parameters = graph.parameters.map((parameter) => ({
    ...parameter,
    targets: parameter.targets.filter(({ node }) => kept.has(node)),
  }));
  const taken = new Set(parameters.filter((parameter) => parameter.targets.length > 0).map(({ name }) => name));
  const axes = (sweep?.axes ?? []).filter((axis) => taken.has(axis.parameter));
  return {
    ...rest,
    parameters,
    nodes: graph.nodes.filter(({ name }) => kept.has(name)),
    edges: graph.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
    ...(sweep === undefined || axes.length === 0 ? {} : { sweep: { ...sweep, axes } }),
    finally: graph.finally.filter((name) => kept.has(name)),
  };
}
