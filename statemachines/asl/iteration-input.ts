import { jsonata } from './jsonata.ts';
import type { Scope } from './scope.ts';

/** An iteration's input: the machine's, its own index behind the enclosing Maps'. */
export function iterationInput(outer: Scope): string {
  const index = '$states.context.Map.Item.Value';
  const trial = outer.nest.length === 0 ? `[${index}]` : `[$states.input.trial, ${index}]`;
  return jsonata(`$merge([$states.input, {"trial": ${trial}}])`);
}
