import type { NodePlan } from '../plan/execution-plan.ts';
import { jsonata } from './jsonata.ts';
import type { Template } from './states.ts';

/** The trial in the order of the node's axes, which the Maps' nesting need not follow. */
export function trialTemplate(node: NodePlan, nest: readonly string[]): Template {
  return nest.length === 0 ? [] : jsonata(inNodeOrder(node, nest, '$states.input.trial'));
}

/** `trial` as it is where the orders agree, else its indices put into the node's order. */
export function inNodeOrder(node: NodePlan, nest: readonly string[], trial: string): string {
  // A sweep as a whole stands outside of the Map over its own trials.
  const own = node.axes.map((axis) => axis.id).filter((axis) => nest.includes(axis));
  if (own.every((axis, index) => nest[index] === axis)) return trial;
  return `[${own.map((axis) => `${trial}[${nest.indexOf(axis)}]`).join(', ')}]`;
}
