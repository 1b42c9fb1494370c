import type { Diagnosed } from '../diagnostics/diagnostic.ts';
import { createDiagnosticCollector, diagnosed } from '../diagnostics/diagnostic-collector.ts';
import { invariant } from '../diagnostics/invariant.ts';
import { flowAxes } from '../graph/axis-flow.ts';
import type { Dependencies } from '../graph/dependencies.ts';
import { dependenciesOf } from '../graph/dependencies.ts';
import { conditionsOf } from '../graph/node-condition.ts';
import { topologicalOrder } from '../graph/order.ts';
import type { GraphEdge, PipelineGraph } from '../graph/pipeline-graph.ts';
import { approvalsOf } from './approvals.ts';
import { axisSize, mostPoints } from './axis-size.ts';
import type { ExecutionPlan, NodePlan } from './execution-plan.ts';
import { planActions, planWhen } from './failures/plan-conditions.ts';
import { type AskedRules, conditionFields } from './failures/plan-rules.ts';
import { nestAndRule } from './nest-and-rule.ts';
import { obstaclesOf } from './obstacles.ts';
import { planAxes } from './plan-axes.ts';
import { planNode } from './plan-node.ts';
import { producerReference } from './producer-reference.ts';
import { specifiedPlanRules } from './rules/specified-plan-rules.ts';
import { targetedGraph } from './run-targets.ts';
import type { RunValues } from './run-values.ts';
import { checkRunValues } from './run-values.ts';
import type { PartialOrder } from './structure/partial-order.ts';
import { partialOrder } from './structure/partial-order.ts';

export interface PlanOptions extends RunValues {
  readonly definitionHash: string;
  /** Nodes that the run is for: what leads to none of them is left out. All, unless told. */
  readonly targets?: readonly string[] | undefined;
}

/**
 * What runs, in which nesting, how often, with what. A value that a run must give and has not given yet is no fault here
 * (a pipeline is compiled before its first run): `checkRunnable` refuses the run.
 */
export function planPipeline(whole: PipelineGraph, options: PlanOptions): Diagnosed<ExecutionPlan> {
  const collector = createDiagnosticCollector();
  // Values may be given for all of the pipeline, whatever part of it is run.
  const values = checkRunValues(whole, options, collector);
  const graph = targetedGraph(whole, options.targets, collector);
  const dependencies = dependenciesOf(graph);
  const names = besideTheirPipelines(
    topologicalOrder(
      graph.nodes.map((node) => node.name),
      dependencies,
    ),
    graph,
  );
  const order = orderOf(names, dependencies);
  const flow = flowAxes(graph, dependencies, names);
  const axesOf = (node: string) => flow.of.get(node) ?? [];
  const nodeOf = new Map(graph.nodes.map((node) => [node.name, node]));
  const byTarget = edgesByTarget(graph);
  const incoming = (node: string) => byTarget.get(node) ?? [];
  const axes = planAxes(graph, incoming, values, flow);
  const axisOf = new Map(axes.map((axis) => [axis.id, axis]));
  const axis = (id: string) => {
    const found = axisOf.get(id);
    invariant(found !== undefined, `the axis "${id}" is planned`);
    return found;
  };
  const most = (id: string) => mostPoints(axis(id));
  const producerOf = (from: string, to: string) => producerReference(from, to, (id) => axisSize(axis(id)), flow);
  const asked = new Map<string, AskedRules>();
  const bare = names.flatMap((name, position): readonly NodePlan[] => {
    const node = nodeOf.get(name);
    if (node === undefined) return [];
    const edges = incoming(name);
    const producer = (from: string) => producerOf(from, name);
    const sources = { graph, node, edges, values, axes, over: axesOf(name), ownAxis: flow.own.get(name), producer };
    const before = (order.reduced[position] ?? []).flatMap((each) => names[each] ?? []);
    const plan = planNode(sources, before);
    const when = planWhen(sources, plan.parameters);
    const actions = planActions(sources, plan.parameters);
    const fansOut = plan.axes.some(({ lists }) => lists !== undefined);
    asked.set(name, {
      ...(when === undefined ? {} : { when }),
      ...(fansOut ? { fansOut } : {}),
      ...(actions === undefined ? {} : { actions }),
    });
    return [plan];
  });
  const repeats = new Map(bare.map((node) => [node.node, node.retry?.attempts ?? 0]));
  const approvals = new Map(bare.map(({ node, kind }) => [node, approvalsOf({ kind, rules: asked.get(node) ?? {} })]));
  const ownAxes = new Set(flow.own.values());
  const { structure, ending, sources, rules } = nestAndRule({
    names,
    orderOf: (some) => (some.length === names.length ? order : orderOf(some, dependencies)),
    axesOf,
    alone: (axis) => ownAxes.has(axis),
    events: {
      size: most,
      retries: (name) => repeats.get(name) ?? 0,
      approvals: (name) => approvals.get(name) ?? 0,
    },
    nodes: names.flatMap((name) => nodeOf.get(name) ?? []),
    finally: new Set(graph.finally),
    conditions: conditionsOf(graph),
    axis: (id) => axisOf.get(id),
    asked,
    producer: producerOf,
  });
  const nodes = bare.map((plan): NodePlan => ({
    ...plan,
    ...conditionFields(plan.node, nodeOf.get(plan.node), sources, rules),
  }));
  for (const rule of specifiedPlanRules) rule({ graph, axes, nodes, structure, collector });
  const plan: ExecutionPlan = {
    pipeline: graph.pipeline,
    definitionHash: options.definitionHash,
    axes,
    nodes,
    structure: structure.block,
    ...(ending === undefined ? {} : { finally: ending.block }),
    ...(graph.statusMode === 'argo' ? { statusMode: 'argo' as const } : {}),
    ...(graph.reuseExecutions === true ? { reuseExecutions: true as const } : {}),
    timeoutSeconds: graph.timeoutSeconds,
    barriers: [...structure.barriers, ...(ending?.barriers ?? [])],
    rendezvous: [...structure.rendezvous, ...(ending?.rendezvous ?? [])],
    obstacles: obstaclesOf(graph),
  };
  return diagnosed(plan, collector);
}

/** The nodes of a nested pipeline right behind its own. */
function besideTheirPipelines(names: readonly string[], { nodes }: PipelineGraph): readonly string[] {
  if (nodes.every((node) => node.within === undefined)) return names;
  const within = new Map(nodes.map((node) => [node.name, node.within]));
  const of = (around: string | undefined): readonly string[] =>
    names.filter((name) => within.get(name) === around).flatMap((name) => [name, ...of(name)]);
  return of(undefined);
}

function edgesByTarget(graph: PipelineGraph): ReadonlyMap<string, readonly GraphEdge[]> {
  const found = new Map<string, GraphEdge[]>();
  for (const edge of graph.edges) {
    const edges = found.get(edge.to);
    if (edges === undefined) found.set(edge.to, [edge]);
    else edges.push(edge);
  }
  return found;
}

/** What waits for what, by position in `names`. */
function orderOf(names: readonly string[], dependencies: Dependencies): PartialOrder {
  const position = new Map(names.map((name, index) => [name, index]));
  return partialOrder(
    names.map((name) => (dependencies.get(name) ?? []).flatMap((before) => position.get(before) ?? [])),
  );
}
