import type { PipelineBlueprint } from '../definition/pipeline-definition.ts';
import { parseTarget, setsParameter } from './pipeline-parameter-target.ts';
import type { GraphNode, GraphParameter, GraphSweep } from './pipeline-graph.ts';
import { hasParameter } from './sockets.ts';

/** Trials at work at the same time where the definition says nothing. */
export const DEFAULT_CONCURRENCY = 100;

/** The pipeline's parameters with the targets that exist; the rules report the others. */
export function resolveParameters(
  blueprint: PipelineBlueprint,
  nodes: ReadonlyMap<string, GraphNode>,
): readonly GraphParameter[] {
  return blueprint.parameters.map((parameter) => ({
    name: parameter.name.value,
    ...(parameter.default === undefined ? {} : { default: parameter.default }),
    targets: parameter.targets.flatMap((written) => {
      const target = parseTarget(written.value);
      const node = target && nodes.get(target.node);
      if (target === undefined || node === undefined || !setsParameter(target) || !hasParameter(node, target.key))
        return [];
      return [{ node: node.name, parameter: target.key }];
    }),
    span: parameter.span,
  }));
}

/** The pipeline's sweep over those of its parameters that exist. */
export function resolveSweep(blueprint: PipelineBlueprint): GraphSweep | undefined {
  const { sweep } = blueprint;
  if (sweep === undefined) return undefined;
  const known = new Set(blueprint.parameters.map((parameter) => parameter.name.value));
  return {
    axes: sweep.axes
      .filter((axis) => known.has(axis.parameter.value))
      .map((axis) => ({
        parameter: axis.parameter.value,
        values: axis.values.map((value) => value.value),
        span: axis.span,
      })),
    onChildError: sweep.onChildError,
    concurrency: sweep.maximumQueuedExecutions?.value ?? DEFAULT_CONCURRENCY,
    batchSize: sweep.executionBatchSize?.value ?? 1,
    ...(sweep.optimizationTargetMetric === undefined ? {} : { targetMetric: sweep.optimizationTargetMetric.value }),
    span: sweep.span,
  };
}
