import type { TaskDefinition, VariantParameter } from '../../definition/pipeline-definition.ts';
import { DEFAULT_CONCURRENCY } from '../resolve-parameters.ts';
import type { NodeSweep } from '../pipeline-graph.ts';
import type { SweepPoint } from './distinct-points.ts';
import { distinctPoints } from './distinct-points.ts';
import { drawFrom, MOST_POINTS, variantValues } from './variant-values.ts';

/** Trials of a random or optimising search where the task gives no `execution-count`. */
const DEFAULT_EXECUTIONS = 10;

/** A task node that names a step alone: one trial, until a list among the pipeline's parameters spreads over it. */
export const emptySweep: NodeSweep = {
  search: 'grid_search',
  dimensions: [],
  onChildError: 'continue-and-error',
  concurrency: DEFAULT_CONCURRENCY,
  batchSize: 1,
  reuseChildren: false,
};

/** A task's rules as points. Parameters that the step lacks are left out: they would only repeat the same trial. */
export function expandTask(task: TaskDefinition, stepParameters: ReadonlySet<string>): NodeSweep {
  const variants = task.parameters.filter((variant) => stepParameters.has(variant.name.value));
  return {
    search: task.type,
    dimensions: dimensionsOf(task, variants).map(distinctPoints),
    onChildError: task.onChildError,
    concurrency: task.maximumQueuedExecutions?.value ?? DEFAULT_CONCURRENCY,
    batchSize: task.executionBatchSize?.value ?? 1,
    reuseChildren: task.reuseChildren,
    ...(task.stopCondition === undefined ? {} : { stopCondition: task.stopCondition }),
    ...(task.optimizationTargetMetric === undefined ? {} : { targetMetric: task.optimizationTargetMetric.value }),
  };
}

function dimensionsOf(task: TaskDefinition, variants: readonly VariantParameter[]): readonly (readonly SweepPoint[])[] {
  switch (task.type) {
    case 'manual_search':
      return [task.parameterSets.map((set) => set.value), ...grid(variants)];
    case 'random_search':
    case 'bayesian_tpe':
      return variants.length === 0 ? [] : [randomPoints(task, variants)];
    case 'distributed':
    case 'grid_search':
      return grid(variants);
    default:
      return task.type satisfies never;
  }
}

function grid(variants: readonly VariantParameter[]): readonly (readonly SweepPoint[])[] {
  return variants.map((variant) => variantValues(variant).map((value) => ({ [variant.name.value]: value })));
}

function randomPoints(task: TaskDefinition, variants: readonly VariantParameter[]): readonly SweepPoint[] {
  const draws = variants.map((variant) => [variant.name.value, drawFrom(variant)] as const);
  const count = Math.min(task.executionCount?.value ?? DEFAULT_EXECUTIONS, MOST_POINTS);
  return Array.from({ length: count }, () => Object.fromEntries(draws.map(([name, draw]) => [name, draw()])));
}
