import type { ParameterDefinition } from '../definition/pipeline-definition.ts';
import type { GraphEdge, GraphNode, PipelineGraph } from '../graph/pipeline-graph.ts';
import { parametersOf } from '../graph/sockets.ts';
import { castValue } from '../graph/values/cast-value.ts';
import type { ParameterPlan, ParameterSource, PlannedAxis, ProducerReference } from './execution-plan.ts';
import { isSpread } from './plan-axes.ts';
import type { CheckedValues } from './run-values.ts';

export interface NodeSources {
  readonly graph: PipelineGraph;
  readonly node: GraphNode;
  /** Those that end at the node, in the order written. */
  readonly edges: readonly GraphEdge[];
  readonly values: CheckedValues;
  readonly axes: readonly PlannedAxis[];
  /** Axes of the node, and its own. */
  readonly over: readonly string[];
  readonly ownAxis: string | undefined;
  readonly producer: (node: string) => ProducerReference;
}

/**
 * Where each parameter's value comes from. What is nearest to the run decides: an edge, then a value given for this node,
 * then a pipeline parameter, then the node's own sweep, then the step's default.
 */
export function planParameters(sources: NodeSources): readonly ParameterPlan[] {
  return parametersOf(sources.node).map((parameter) => {
    const listed = listSource(parameter.name.value, sources);
    const brought = listed ?? edgeSource(parameter.name.value, sources);
    const own = ownSource(parameter, sources);
    // What the task would vary without the edge is no longer among its points.
    const falls = brought !== undefined && (own.kind === 'value' ? own.value !== null : listed === undefined);
    return {
      name: parameter.name.value,
      type: parameter.type,
      multiple: parameter.multiple !== 'none',
      // A flag that nobody sets is off.
      optional: parameter.optional || parameter.type === 'flag',
      source: brought ?? own,
      ...(falls ? { fallback: own } : {}),
    };
  });
}

function ownSource(parameter: ParameterDefinition, sources: NodeSources): ParameterSource {
  const { node, values } = sources;
  const name = parameter.name.value;
  const given = values.nodes.get(`${node.name}.${name}`);
  return (
    givenSource(name, given, sources) ??
    pipelineSource(parameter, sources) ??
    ownSweepSource(name, sources) ??
    valueSource(parameter, parameter.default?.value ?? null)
  );
}

/** What the run gives to this node alone; a list of several trials' values has become the node's own axis. */
function givenSource(
  name: string,
  given: ParameterDefinitionValue | undefined,
  { node, ownAxis }: NodeSources,
): ParameterSource | undefined {
  if (given === undefined) return undefined;
  if (isSpread(node, name, given) && ownAxis !== undefined) return { kind: 'axis', axis: ownAxis, key: name };
  return { kind: 'value', value: given };
}

/** A list of metadata has become the node's own axis. */
function listSource(name: string, { axes, ownAxis }: NodeSources): ParameterSource | undefined {
  const axis = axes.find((each) => each.id === ownAxis);
  const listed = axis?.lists?.some(({ parameter }) => parameter === name) === true;
  return axis !== undefined && listed ? { kind: 'axis', axis: axis.id, key: name } : undefined;
}

function edgeSource(name: string, { edges, producer }: NodeSources): ParameterSource | undefined {
  const edge = edges.findLast((each) => 'parameter' in each && each.parameter === name);
  if (edge?.kind === 'metadata-parameter')
    return { kind: 'metadata', producer: producer(edge.from), key: edge.metadata };
  if (edge?.kind === 'parameter-parameter') {
    return { kind: 'parameter', producer: producer(edge.from), parameter: edge.sourceParameter };
  }
  return undefined;
}

function pipelineSource(parameter: ParameterDefinition, sources: NodeSources): ParameterSource | undefined {
  const { graph, node, values, axes, over, ownAxis } = sources;
  const name = parameter.name.value;
  const targeting = graph.parameters.filter((each) =>
    each.targets.some((target) => target.node === node.name && target.parameter === name),
  );
  for (const setter of targeting.toReversed()) {
    const axis = axes.find((each) => each.origin === 'pipeline' && each.id === setter.name);
    if (axis !== undefined && over.includes(axis.id)) return { kind: 'axis', axis: axis.id, key: setter.name };
    if (axis !== undefined) {
      // A node that gathers the axis gets all of its values, which the graph's rules allow to a `multiple` parameter only.
      const all = axis.points.flatMap((point) => point[setter.name] ?? []);
      return valueSource(parameter, all);
    }
    const value = values.pipeline.get(setter.name) ?? setter.default?.value ?? null;
    if (value === null) continue;
    if (isSpread(node, name, value) && ownAxis !== undefined) return { kind: 'axis', axis: ownAxis, key: name };
    return valueSource(parameter, value);
  }
  return undefined;
}

function ownSweepSource(name: string, { axes, ownAxis }: NodeSources): ParameterSource | undefined {
  const axis = axes.find((each) => each.id === ownAxis);
  if (axis === undefined || !axis.points.some((point) => name in point)) return undefined;
  return { kind: 'axis', axis: axis.id, key: name };
}

/** A value that does not fit stays as written: the rules have spoken of it, and the run's start refuses what it must. */
function valueSource(parameter: ParameterDefinition, value: ParameterDefinitionValue): ParameterSource {
  const cast = castValue(value, parameter);
  return { kind: 'value', value: cast.kind === 'value' ? cast.value : value };
}

type ParameterDefinitionValue = Parameters<typeof castValue>[0];
