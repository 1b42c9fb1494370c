import type { Dependencies } from './dependencies.ts';
import { waysDown } from './nesting.ts';
import type { PipelineGraph } from './pipeline-graph.ts';

/** Axes as they flow through a graph. */
export interface AxisFlow {
  /** All axes in the order of the product: the sweep's as written, then the nodes' own in the file's order. */
  readonly axes: readonly string[];
  /** A sweep node's own axis. */
  readonly own: ReadonlyMap<string, string>;
  /** Axes that a node runs over, in the order of the product. */
  readonly of: ReadonlyMap<string, readonly string[]>;
  /** Axes that reach a node by what it waits for, before it gathers. */
  readonly arriving: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * A node depends on the axes whose parameter it takes and on those of its producers, except what it gathers; a sweep
 * node's own axis ends at its consumers, as in Valohai. `order` is topological.
 */
export function flowAxes(graph: PipelineGraph, dependencies: Dependencies, order: readonly string[]): AxisFlow {
  const swept = (graph.sweep?.axes ?? []).map((axis) => axis.parameter);
  const own = ownAxes(graph, swept);
  const axes = [...swept, ...own.values()];
  const wayDown = waysDown(graph);
  const within = new Map(graph.nodes.map((node) => [node.name, node.within]));
  const taken = new Map<string, Set<string>>();
  for (const parameter of graph.parameters) {
    if (!swept.includes(parameter.name)) continue;
    // A nested pipeline runs as a whole over what any of its nodes takes.
    for (const target of parameter.targets)
      for (const node of wayDown(target.node)) taken.set(node, (taken.get(node) ?? new Set()).add(parameter.name));
  }
  const gathers = new Map(graph.nodes.map((node) => [node.name, node.gather]));
  const last = new Set(graph.finally);
  const of = new Map<string, readonly string[]>();
  const arriving = new Map<string, ReadonlySet<string>>();
  // What is nested comes behind what it is nested in, whose axes it has.
  for (const name of order.toSorted((a, b) => wayDown(a).length - wayDown(b).length)) {
    const inherited = new Set<string>();
    for (const axis of of.get(within.get(name) ?? '') ?? []) inherited.add(axis);
    for (const producer of dependencies.get(name) ?? []) {
      for (const axis of of.get(producer) ?? []) if (axis !== own.get(producer)) inherited.add(axis);
    }
    arriving.set(name, inherited);
    const gather = last.has(name) ? 'all' : (gathers.get(name) ?? []);
    const ended = (axis: string) => gather === 'all' || gather.includes(axis);
    const stays = (axis: string) => (inherited.has(axis) || taken.get(name)?.has(axis) === true) && !ended(axis);
    of.set(
      name,
      axes.filter((axis) => stays(axis) || axis === own.get(name)),
    );
  }
  return { axes, own, of, arriving };
}

/** `<node>`, unless a pipeline parameter that is swept has the same name. */
function ownAxes(graph: PipelineGraph, swept: readonly string[]): ReadonlyMap<string, string> {
  const names = new Set(swept);
  return new Map(
    graph.nodes.flatMap((node) => {
      if (node.kind !== 'sweep') return [];
      let id = node.name;
      while (names.has(id)) id += '.trials';
      names.add(id);
      return [[node.name, id] as const];
    }),
  );
}
