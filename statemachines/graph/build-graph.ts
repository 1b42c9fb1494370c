import type { PipelineDefinition } from '../definition/pipeline-definition.ts';
import type { Diagnosed } from '../diagnostics/diagnostic.ts';
import { createDiagnosticCollector, diagnosed } from '../diagnostics/diagnostic-collector.ts';
import { choosePipeline } from './choose-pipeline.ts';
import { expandPipelines, socketsOf } from './expand-pipelines.ts';
import type { GraphNode, PipelineGraph } from './pipeline-graph.ts';
import { resolveEdge } from './resolve-edge.ts';
import { resolveNode } from './resolve-node.ts';
import { resolveParameters, resolveSweep } from './resolve-parameters.ts';
import { specifiedRules } from './rules/specified-rules.ts';

/** A run's deadline unless the pipeline says otherwise. */
const DEFAULT_RUN_SECONDS = 24 * 60 * 60;

/**
 * One pipeline of a definition as a graph, everything resolved by name, and what the rules find in it. Without a name
 * the file's only pipeline is meant.
 */
export function buildGraph(definition: PipelineDefinition, pipelineName?: string): Diagnosed<PipelineGraph> {
  return buildWithin(definition, pipelineName, []);
}

/** @param around pipelines that this one is nested in: one that holds itself ends here, and the definition's rules say so */
function buildWithin(
  definition: PipelineDefinition,
  pipelineName: string | undefined,
  around: readonly string[],
): Diagnosed<PipelineGraph> {
  const collector = createDiagnosticCollector();
  const blueprint = choosePipeline(definition, pipelineName, collector);
  if (blueprint === undefined) return { value: undefined, diagnostics: collector.diagnostics() };
  const way = [...around, blueprint.name.value];
  const built = new Map<string, Diagnosed<PipelineGraph>>();
  const nested = (name: string): PipelineGraph | undefined => {
    if (way.includes(name) || !definition.pipelines.some((each) => each.name.value === name)) return undefined;
    const known = built.get(name) ?? buildWithin(definition, name, way);
    built.set(name, known);
    return known.value;
  };
  const sockets = (name: string) => {
    const inner = nested(name);
    return inner === undefined ? { parameters: [], inputs: [] } : socketsOf(inner);
  };
  const nodes = new Map<string, GraphNode>();
  for (const node of blueprint.nodes) {
    const resolved = resolveNode(node, definition, sockets);
    // Of two nodes with one name the first is meant; the definition's rules report the second.
    if (resolved !== undefined && !nodes.has(resolved.name)) nodes.set(resolved.name, resolved);
  }
  const sweep = resolveSweep(blueprint);
  const graph: PipelineGraph = {
    pipeline: blueprint.name.value,
    parameters: resolveParameters(blueprint, nodes),
    nodes: [...nodes.values()],
    edges: blueprint.edges.flatMap((edge) => resolveEdge(edge, nodes) ?? []),
    ...(sweep === undefined ? {} : { sweep }),
    finally: blueprint.finally.map((name) => name.value).filter((name) => nodes.has(name)),
    timeoutSeconds: blueprint.timeoutSeconds?.value ?? DEFAULT_RUN_SECONDS,
    statusMode: blueprint.statusMode,
    ...(blueprint.reuseExecutions ? { reuseExecutions: true as const } : {}),
    span: blueprint.span,
  };
  const innerOf = (node: GraphNode & { readonly kind: 'pipeline' }) => nested(node.pipeline);
  for (const rule of specifiedRules) rule({ definition, blueprint, graph, nodeOf: nodes, innerOf, collector });
  // What is doubtful in a pipeline by itself may be right in another one.
  for (const { diagnostics } of built.values())
    for (const each of diagnostics) if (each.severity === 'error') collector.add(each);
  return diagnosed(expandPipelines(graph, innerOf), collector);
}
