import type { DependsExpression } from '../../graph/depends-expression.ts';
import { holds, nodesIn } from '../../graph/evaluate-depends.ts';
import type { NodeResult } from '../../graph/node-result.ts';

/** Results that a node may have for whoever waits for it. */
export type ResultsOf = (node: string) => readonly NodeResult[];

/** A condition is undecidable in practice only where it names dozens of nodes in a knot; it then may be anything. */
const MOST_STEPS = 20_000;

/** Whether some results make a condition true, or false: each node's are tried until the rest cannot change it. */
export function canBe(wanted: boolean, expression: DependsExpression, resultsOf: ResultsOf): boolean {
  const names = nodesIn(expression);
  const chosen = new Map<string, NodeResult>();
  let steps = 0;
  const search = (index: number): boolean => {
    const value = holds(expression, (name) => chosen.get(name));
    if (value !== undefined) return value === wanted;
    steps += 1;
    const name = names[index];
    if (steps > MOST_STEPS || name === undefined) return true;
    for (const result of resultsOf(name)) {
      chosen.set(name, result);
      if (search(index + 1)) return true;
    }
    chosen.delete(name);
    return false;
  };
  return search(0);
}
