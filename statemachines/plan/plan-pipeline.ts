import type { Diagnosed } from '../diagnostics/diagnostic.ts';
import { createDiagnosticCollector, diagnosed } from '../diagnostics/diagnostic-collector.ts';
import type { AxisFlow } from '../graph/axis-flow.ts';
import { flowAxes } from '../graph/axis-flow.ts';
import type { Dependencies } from '../graph/dependencies.ts';
import { dependenciesOf } from '../graph/dependencies.ts';
import { topologicalOrder } from '../graph/order.ts';
import type { GraphEdge, PipelineGraph } from '../graph/pipeline-graph.ts';
import type { ExecutionPlan, NodePlan, ProducerReference } from './execution-plan.ts';
import { obstaclesOf } from './obstacles.ts';
import { planAxes } from './plan-axes.ts';
import { planNode } from './plan-node.ts';
import { specifiedPlanRules } from './rules/specified-plan-rules.ts';
import type { RunValues } from './run-values.ts';
import { checkRunValues } from './run-values.ts';
import { chooseStructure } from './structure/choose-structure.ts';
import type { PartialOrder } from './structure/partial-order.ts';
import { partialOrder } from './structure/partial-order.ts';

export interface PlanOptions extends RunValues {
  readonly definitionHash: string;
}

/**
 * What runs, in which nesting, how often, with what. A value that a run must give and has not given yet is no fault here
 * (a pipeline is compiled before its first run): `checkRunnable` refuses the run.
 */
export function planPipeline(graph: PipelineGraph, options: PlanOptions): Diagnosed<ExecutionPlan> {
  const collector = createDiagnosticCollector();
  const values = checkRunValues(graph, options, collector);
  const dependencies = dependenciesOf(graph);
  const names = topologicalOrder(
    graph.nodes.map((node) => node.name),
    dependencies,
  );
  const order = orderOf(names, dependencies);
  const flow = flowAxes(graph, dependencies, names);
  const axes = planAxes(graph, values, flow);
  const axesOf = (node: string) => flow.of.get(node) ?? [];
  const nodeOf = new Map(graph.nodes.map((node) => [node.name, node]));
  const incoming = edgesByTarget(graph);
  const sizes = new Map(axes.map((axis) => [axis.id, axis.points.length]));
  const size = (axis: string) => sizes.get(axis) ?? 0;
  const nodes = names.flatMap((name, position): readonly NodePlan[] => {
    const node = nodeOf.get(name);
    if (node === undefined) return [];
    const edges = incoming.get(name) ?? [];
    const producer = (from: string) => producerReference(from, name, size, flow);
    const sources = { graph, node, edges, values, axes, over: axesOf(name), ownAxis: flow.own.get(name), producer };
    return [
      planNode(
        sources,
        (order.reduced[position] ?? []).flatMap((before) => names[before] ?? []),
      ),
    ];
  });
  const repeats = new Map(nodes.map((node) => [node.node, node.retry?.attempts ?? 0]));
  const retries = (name: string) => repeats.get(name) ?? 0;
  const structure = chooseStructure({ names, order, axesOf }, { size, retries });
  for (const rule of specifiedPlanRules) rule({ graph, axes, nodes, structure, collector });
  const plan: ExecutionPlan = {
    pipeline: graph.pipeline,
    definitionHash: options.definitionHash,
    axes,
    nodes,
    structure: structure.block,
    timeoutSeconds: graph.timeoutSeconds,
    barriers: structure.barriers,
    rendezvous: structure.rendezvous,
    obstacles: obstaclesOf(graph),
  };
  return diagnosed(plan, collector);
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

/** Each of the producer's axes at the consumer's own trial, or gathered where the consumer does not run over it. */
function producerReference(
  from: string,
  to: string,
  size: (axis: string) => number,
  flow: AxisFlow,
): ProducerReference {
  const consumer = flow.of.get(to) ?? [];
  return {
    node: from,
    axes: (flow.of.get(from) ?? []).map((axis) => ({
      axis,
      size: size(axis),
      gathered: !consumer.includes(axis),
    })),
  };
}
