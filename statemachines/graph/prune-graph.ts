import { dependenciesOf } from './dependencies.ts';
import { waysDown } from './nesting.ts';
import type { PipelineGraph } from './pipeline-graph.ts';

/**
 * What a run of these nodes needs: they and everything that they wait for, as with Argo's `target`. Nodes that lead to none
 * of them are left out, with the axes that nobody takes then; so are those of `finally`, unless they are asked for. Of a
 * nested pipeline all is needed, except where it is nodes of it that are asked for.
 */
export function pruneGraph(graph: PipelineGraph, targets: readonly string[]): PipelineGraph {
  const dependencies = dependenciesOf(graph);
  const wayDown = waysDown(graph);
  const inner = Map.groupBy(graph.nodes, ({ within }) => within);
  const kept = new Set<string>();
  const whole = new Set<string>();
  const keep = (name: string): void => {
    if (kept.has(name)) return;
    kept.add(name);
    for (const before of dependencies.get(name) ?? []) waiting.push(before);
    for (const around of wayDown(name).slice(0, -1)) keep(around);
  };
  const waiting = targets.filter((name) => dependencies.has(name));
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (whole.has(name)) continue;
    whole.add(name);
    keep(name);
    for (const each of inner.get(name) ?? []) waiting.push(each.name);
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
