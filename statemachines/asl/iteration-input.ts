import type { PlannedAxis } from '../plan/execution-plan.ts';
import { jsonata } from './jsonata.ts';
import type { Scope } from './scope.ts';

/** Items are indices, unless they are the points of a sweep whose trials were found at run time. */
const ITEM_VALUE = '$states.context.Map.Item.Value';
const ITEM_INDEX = '$states.context.Map.Item.Index';

export function itemIndex({ lists }: PlannedAxis): string {
  return lists === undefined ? ITEM_VALUE : ITEM_INDEX;
}

/** An iteration's input: the machine's, its own index behind the enclosing Maps'. */
export function iterationInput(outer: Scope, index = ITEM_VALUE): string {
  const trial = outer.nest.length === 0 ? `[${index}]` : `[$states.input.trial, ${index}]`;
  return jsonata(`$merge([$states.input, {"trial": ${trial}}])`);
}
