import { parseCondition } from '../../definition/valohai/condition-expression.ts';
import { namesIn } from '../../definition/valohai/evaluate-condition.ts';
import type { GraphNode, GraphParameter } from '../../graph/pipeline-graph.ts';
import { hasParameter } from '../../graph/sockets.ts';
import type { ConditionSource, ParameterPlan, PlannedAction, PlannedCondition } from '../execution-plan.ts';
import type { NodeSources } from '../plan-parameters.ts';
import { nodeBeside } from '../../graph/nesting.ts';
import { conditionName } from '../../graph/condition-name.ts';

const moments = { 'node-starting': 'starting', 'node-complete': 'complete', 'node-error': 'error' } as const;
type Moment = PlannedAction['moment'];

/** `when`, with where its names come from; undefined where the node has none, or none that can be read. */
export function planWhen(sources: NodeSources, parameters: readonly ParameterPlan[]): PlannedCondition | undefined {
  const { when } = sources.node;
  return when === undefined ? undefined : planCondition(when.value, 'starting', sources, parameters);
}

/** The condition at which a task's trials stop, looked at whenever one of them has printed something. */
export function planStopCondition(
  sources: NodeSources,
  parameters: readonly ParameterPlan[],
): PlannedCondition | undefined {
  const { node } = sources;
  const text = node.kind === 'sweep' ? node.trials.stopCondition?.value : undefined;
  return text === undefined ? undefined : planCondition(text, 'complete', sources, parameters);
}

/** The node's actions that do something, one for each moment that they name. */
export function planActions(
  sources: NodeSources,
  parameters: readonly ParameterPlan[],
): readonly PlannedAction[] | undefined {
  const planned = sources.node.actions.flatMap((action): readonly PlannedAction[] => {
    const then = action.then.map((each) => each.value).filter(isEffect);
    if (then.length === 0) return [];
    return [...new Set(action.when.map((each) => each.value))].filter(isMoment).map((when) => {
      const moment = moments[when];
      // An `if` that cannot be read is never true; the definition's rules have told it.
      const conditions = action.if.map(
        ({ value }) => planCondition(value, moment, sources, parameters) ?? { text: 'False', names: {} },
      );
      return { moment, if: conditions, then };
    });
  });
  return planned.length === 0 ? undefined : planned;
}

function isEffect(then: string): then is PlannedAction['then'][number] {
  return then === 'stop-pipeline' || then === 'error-pipeline' || then === 'require-approval';
}

function isMoment(when: string): when is keyof typeof moments {
  return Object.hasOwn(moments, when);
}

function planCondition(
  text: string,
  moment: Moment,
  sources: NodeSources,
  parameters: readonly ParameterPlan[],
): PlannedCondition | undefined {
  const parsed = parseCondition(text);
  if (parsed.kind === 'fault') return undefined;
  const names = namesIn(parsed.expression);
  return {
    text,
    names: Object.fromEntries(names.map((name) => [name, sourcesOf(name, moment, sources, parameters)])),
  };
}

function sourcesOf(
  text: string,
  moment: Moment,
  sources: NodeSources,
  parameters: readonly ParameterPlan[],
): readonly ConditionSource[] {
  const { graph, node } = sources;
  const name = conditionName(text, graph, node);
  const parameter = (key: string): readonly ConditionSource[] => [
    ...(moment !== 'starting' && hasParameter(node, key) ? [{ kind: 'own-parameter', parameter: key } as const] : []),
    ...parameters
      .filter((each) => each.name === key)
      .flatMap(({ source, fallback }) => (fallback === undefined ? [source] : [source, fallback])),
    ...pipelineParameter(key, sources),
  ];
  switch (name.kind) {
    case 'metadata':
      return [{ kind: 'own-metadata', key: name.key }];
    case 'parameter':
      return parameter(name.key);
    case 'bare':
      return [...(moment === 'starting' ? [] : [{ kind: 'own-metadata', key: text } as const]), ...parameter(text)];
    case 'run':
      return [{ kind: 'run', key: name.key }];
    case 'node':
      return [ofNode(name.node, name.of, name.key, sources)];
    case 'unknown':
      return [];
    default:
      return name satisfies never;
  }
}

function ofNode(
  node: GraphNode,
  of: 'metadata' | 'parameter' | 'status',
  key: string,
  { producer }: NodeSources,
): ConditionSource {
  const reference = producer(node.name);
  if (of === 'status') return { kind: 'status', producer: reference };
  return of === 'metadata'
    ? { kind: 'metadata', producer: reference, key }
    : { kind: 'parameter', producer: reference, parameter: key };
}

/** A parameter of the pipeline: the trial's value where it is swept, the run's otherwise. */
function pipelineParameter(
  written: string,
  { graph, node, values, axes, over, producer }: NodeSources,
): readonly ConditionSource[] {
  const key = nodeBeside(written, node);
  const named = graph.parameters.find((each) => each.name === key);
  if (named === undefined) return [];
  // What is around a nested pipeline may set its parameters.
  const [target] = node.within === undefined ? [] : named.targets;
  const taken = (each: { readonly node: string; readonly parameter: string }) =>
    each.node === target?.node && each.parameter === target.parameter;
  const edge = graph.edges.findLast(
    (each) => 'parameter' in each && taken({ node: each.to, parameter: each.parameter }),
  );
  if (edge?.kind === 'metadata-parameter')
    return [{ kind: 'metadata', producer: producer(edge.from), key: edge.metadata }];
  if (edge?.kind === 'parameter-parameter')
    return [{ kind: 'parameter', producer: producer(edge.from), parameter: edge.sourceParameter }];
  const setters = graph.parameters.filter((each) => each === named || each.targets.some(taken));
  const isSet = (each: GraphParameter) => (values.pipeline.get(each.name) ?? each.default?.value ?? null) !== null;
  const found = setters.findLast((each) => axes.some(({ id }) => id === each.name) || isSet(each)) ?? named;
  const axis = axes.find((each) => each.origin === 'pipeline' && each.id === found.name);
  if (axis !== undefined && over.includes(axis.id)) return [{ kind: 'axis', axis: axis.id, key: found.name }];
  if (axis !== undefined) {
    const all = axis.points.flatMap((point) => point[found.name] ?? []);
    return [{ kind: 'value', value: all }];
  }
  const value = values.pipeline.get(found.name) ?? found.default?.value ?? null;
  return [{ kind: 'value', value }];
}
