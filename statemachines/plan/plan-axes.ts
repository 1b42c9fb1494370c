import type { ParameterValue } from '../definition/pipeline-definition.ts';
import type { AxisFlow } from '../graph/axis-flow.ts';
import type { GraphEdge, GraphNode, PipelineGraph } from '../graph/pipeline-graph.ts';
import { parametersOf } from '../graph/sockets.ts';
import type { SweepPoint } from '../graph/sweep/distinct-points.ts';
import { distinctPoints } from '../graph/sweep/distinct-points.ts';
import { pointProduct } from '../graph/sweep/point-product.ts';
import { isList } from '../graph/values/cast-value.ts';
import type { PlannedAxis } from './execution-plan.ts';
import { listEdges } from './plan-lists.ts';
import { producerReference } from './producer-reference.ts';
import type { CheckedValues } from './run-values.ts';

/** The axes with the run's values, in the order of the product. */
export function planAxes(
  graph: PipelineGraph,
  incoming: (node: string) => readonly GraphEdge[],
  values: CheckedValues,
  flow: AxisFlow,
): readonly PlannedAxis[] {
  const swept = (graph.sweep?.axes ?? []).map((axis): PlannedAxis => {
    const given = values.pipeline.get(axis.parameter);
    const items = given === undefined || given === null ? axis.values : isList(given) ? given : [given];
    return {
      id: axis.parameter,
      origin: 'pipeline',
      points: distinctPoints(items.map((value) => ({ [axis.parameter]: value }))),
      onChildError: graph.sweep?.onChildError ?? 'continue-and-error',
      concurrency: graph.sweep?.concurrency ?? 1,
      batchSize: graph.sweep?.batchSize ?? 1,
    };
  });
  const own = graph.nodes.flatMap((node): readonly PlannedAxis[] => {
    if (node.kind !== 'sweep') return [];
    const { onChildError, concurrency, batchSize } = node.trials;
    const id = flow.own.get(node.name) ?? node.name;
    return [
      {
        id,
        origin: 'node',
        points: nodePoints(graph, node, incoming(node.name), values),
        onChildError,
        concurrency,
        batchSize,
      },
    ];
  });
  const axes = [...swept, ...own];
  const listed = new Map(
    graph.nodes.flatMap((node) => {
      const edges = listEdges(node, incoming(node.name));
      const id = flow.own.get(node.name);
      return id === undefined || edges.length === 0 ? [] : [[id, { node: node.name, edges }] as const];
    }),
  );
  const size = (id: string) => (listed.has(id) ? undefined : axes.find((axis) => axis.id === id)?.points.length);
  return axes.map((axis) => {
    const found = listed.get(axis.id);
    if (found === undefined) return axis;
    const lists = found.edges.map(({ from, parameter, metadata }) => ({
      parameter,
      producer: producerReference(from, found.node, size, flow),
      key: metadata,
    }));
    return { ...axis, lists };
  });
}

/** The product of a task node's dimensions, those replaced that a pipeline parameter or a value for this node sets. */
function nodePoints(
  graph: PipelineGraph,
  node: GraphNode & { kind: 'sweep' },
  edges: readonly GraphEdge[],
  values: CheckedValues,
): readonly SweepPoint[] {
  const fixed = fixedValues(graph, node, edges, values);
  const kept = node.trials.dimensions
    .map((points) => distinctPoints(points.map((point) => without(point, fixed))))
    .filter((points) => points.some((point) => Object.keys(point).length > 0));
  const spread = [...fixed].flatMap(([name, value]) =>
    isSpread(node, name, value) ? [value.map((item) => ({ [name]: item }))] : [],
  );
  return distinctPoints(pointProduct([...kept, ...spread]));
}

/** Whether a value is a list of trials for a task node, not one value of a parameter that takes several. */
export function isSpread(
  node: GraphNode,
  parameter: string,
  value: ParameterValue | undefined,
): value is readonly (string | number | boolean)[] {
  if (node.kind !== 'sweep' || value === undefined || !isList(value)) return false;
  return parametersOf(node).some((each) => each.name.value === parameter && each.multiple === 'none');
}

/** Parameters of a node that edges or pipeline parameters decide, swept ones too, or that the run gives to this node alone. */
function fixedValues(
  graph: PipelineGraph,
  node: GraphNode,
  edges: readonly GraphEdge[],
  values: CheckedValues,
): ReadonlyMap<string, ParameterValue> {
  const swept = new Set(graph.sweep?.axes.map((axis) => axis.parameter));
  const found = new Map<string, ParameterValue>();
  for (const parameter of graph.parameters) {
    const value = values.pipeline.get(parameter.name) ?? parameter.default?.value ?? null;
    for (const target of parameter.targets) {
      if (target.node !== node.name) continue;
      if (swept.has(parameter.name)) found.set(target.parameter, null);
      else if (value !== null) found.set(target.parameter, value);
    }
  }
  for (const { name } of parametersOf(node)) {
    const given = values.nodes.get(`${node.name}.${name.value}`);
    if (given !== undefined && given !== null) found.set(name.value, given);
  }
  // An edge goes before all of these, and its list comes with the run.
  for (const { parameter } of listEdges(node, edges)) found.set(parameter, null);
  return found;
}

function without(point: SweepPoint, names: ReadonlyMap<string, unknown>): SweepPoint {
  return Object.fromEntries(Object.entries(point).filter(([name]) => !names.has(name)));
}
