import type { NodePlan } from '../statemachines/plan/execution-plan.ts';

/** How many executions a node has. */
export function trialCount({ axes }: NodePlan): number {
  return axes.reduce((product, axis) => product * axis.points.length, 1);
}

/** A trial's place in trial order. */
export function trialNumber({ axes }: NodePlan, trial: readonly number[]): number {
  return axes.reduce((number, axis, index) => number * axis.points.length + (trial[index] ?? 0), 0);
}

/** The trial at a place in trial order. */
export function trialAt({ axes }: NodePlan, number: number): readonly number[] {
  const trial = new Array<number>(axes.length);
  let rest = number;
  for (let index = axes.length - 1; index >= 0; index -= 1) {
    const size = axes[index]?.points.length ?? 1;
    trial[index] = rest % size;
    rest = Math.floor(rest / size);
  }
  return trial;
}
