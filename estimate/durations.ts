import type { NodePlan } from '../statemachines/plan/execution-plan.ts';
import { trialNumber } from './trials.ts';

/**
 * Seconds that an execution takes, by node: one number for all its trials, or one a trial, in trial order (the product of
 * the node's axes, the last one fastest). A node that is not named takes `USUAL_SECONDS`.
 */
export type Durations = Readonly<Record<string, number | readonly number[]>>;

export const USUAL_SECONDS = 1;

/** Seconds of one execution; `trial` holds the indices of the node's axes, outer first. */
export type SecondsOf = (node: string, trial: readonly number[]) => number;

/** Looks durations up; that they fit the plan is for `checkDurations`. */
export function secondsOf(durations: Durations, nodes: readonly NodePlan[]): SecondsOf {
  const plans = new Map(nodes.map((node) => [node.node, node]));
  return (name, trial) => {
    const given = Object.hasOwn(durations, name) ? durations[name] : undefined;
    if (given === undefined) return USUAL_SECONDS;
    if (typeof given === 'number') return given;
    const node = plans.get(name);
    return given[node === undefined ? 0 : trialNumber(node, trial)] ?? USUAL_SECONDS;
  };
}
