import type { PlannedAxis } from './execution-plan.ts';

/** Executions of one node in a run, all of its axes multiplied. */
export const MOST_TRIALS = 100_000;

/** How many points an axis has; undefined where only the run will know. */
export function axisSize({ points, lists }: PlannedAxis): number | undefined {
  return lists === undefined ? points.length : undefined;
}

/** How many points an axis may have. */
export function mostPoints(axis: PlannedAxis): number {
  return axisSize(axis) ?? MOST_TRIALS;
}
