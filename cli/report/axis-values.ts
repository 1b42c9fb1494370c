import type { ExecutionResource } from '../../api/schemas/execution.ts';
import type { NodeSummaryResource } from '../../api/schemas/run.ts';

/** What an axis is at each of its points, as far as executions tell: by the axis's name, then by index. */
export type AxisValues = ReadonlyMap<string, ReadonlyMap<number, unknown>>;

/** A pipeline's axis is named after a parameter: nodes that take it tell its values also for those that only inherit it. */
export function axisValues(
  nodes: readonly NodeSummaryResource[],
  executions: ReadonlyMap<string, readonly ExecutionResource[]>,
): AxisValues {
  const values = new Map<string, Map<number, unknown>>();
  for (const { node, axes } of nodes) {
    for (const { trial, parameters } of executions.get(node) ?? []) {
      axes.forEach(({ axis }, position) => {
        const index = trial[position];
        const value = parameters[axis];
        if (index === undefined || value === undefined || Array.isArray(value)) return;
        values.set(axis, (values.get(axis) ?? new Map<number, unknown>()).set(index, value));
      });
    }
  }
  return values;
}
