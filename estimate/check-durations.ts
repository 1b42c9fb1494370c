import { didYouMean } from '../statemachines/diagnostics/suggest.ts';
import type { ExecutionPlan, NodePlan } from '../statemachines/plan/execution-plan.ts';
import type { Durations } from './durations.ts';
import { listsOf, sweepsOf } from './assumed-trials.ts';
import { trialCount } from './trials.ts';

/** Durations as they were read, or what is wrong with them, each in words. */
export type CheckedDurations =
  | { readonly kind: 'sound'; readonly durations: Durations }
  | { readonly kind: 'faulty'; readonly faults: readonly string[] };

/** Whether what a file holds is seconds for this plan's nodes. */
export function checkDurations(value: unknown, { nodes }: ExecutionPlan): CheckedDurations {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'faulty', faults: ['durations are a JSON object of seconds by node, such as {"train": 60}'] };
  }
  const plans = new Map(nodes.map((node) => [node.node, node]));
  const faults = Object.entries(value).flatMap(([name, given]) => {
    const node = plans.get(name);
    if (node === undefined) return [`there is no node "${name}"${didYouMean(name, [...plans.keys()])}`];
    return faultsOf(node, given);
  });
  return faults.length === 0 ? { kind: 'sound', durations: value as Durations } : { kind: 'faulty', faults };
}

const WHAT = 'seconds are a number from 0 up, or a list of one for each trial';

function faultsOf(node: NodePlan, given: unknown): readonly string[] {
  if (!Array.isArray(given)) {
    return isSeconds(given) ? [] : [`the duration of "${node.node}" is ${JSON.stringify(given)}; ${WHAT}`];
  }
  const count = trialCount(node);
  if (node.axes.length === 0)
    return [`"${node.node}" runs once, but has a list of ${given.length} durations; give one number`];
  const sweeps = sweepsOf(node);
  if (listsOf(node).length > 0) {
    if (given.length === 0 || given.length % sweeps !== 0) {
      const each = sweeps === 1 ? '' : `, the same number for each of its ${sweeps} sweeps`;
      return [`"${node.node}" has a list of ${given.length} durations; give one for each trial that is assumed${each}`];
    }
  } else if (given.length !== count) {
    return [
      `"${node.node}" has ${count} trials, but a list of ${given.length} durations; give one a trial, in trial order`,
    ];
  }
  const wrong = given.findIndex((each) => !isSeconds(each));
  return wrong < 0
    ? []
    : [`the duration of trial ${wrong} of "${node.node}" is ${JSON.stringify(given[wrong])}; ${WHAT}`];
}

/** Longer than any run may take is a mistake in the unit. */
const MOST_SECONDS = 366 * 86_400;

function isSeconds(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= MOST_SECONDS;
}
