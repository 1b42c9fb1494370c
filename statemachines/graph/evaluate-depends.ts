import { assertNever } from '../diagnostics/invariant.ts';
import type { DependsExpression } from './depends-expression.ts';
import { isResult, type NodeResult } from './node-result.ts';

/** A condition's truth by the results of nodes; undefined where results that are not known yet could still decide it. */
export function holds(
  expression: DependsExpression,
  resultOf: (node: string) => NodeResult | undefined,
): boolean | undefined {
  switch (expression.kind) {
    case 'result': {
      const found = resultOf(expression.node);
      if (found === undefined) return undefined;
      if (expression.result !== undefined) return isResult(found, expression.result);
      return found.fate === 'succeeded' || found.fate === 'skipped';
    }
    case 'not': {
      const inner = holds(expression.operand, resultOf);
      return inner === undefined ? undefined : !inner;
    }
    case 'all':
    case 'any': {
      const decisive = expression.kind === 'any';
      let known = true;
      for (const operand of expression.operands) {
        const value = holds(operand, resultOf);
        if (value === decisive) return decisive;
        known &&= value !== undefined;
      }
      return known ? !decisive : undefined;
    }
    default:
      return assertNever(expression);
  }
}

/** Nodes that a condition names, each once, in the order in which they stand. */
export function nodesIn(expression: DependsExpression): readonly string[] {
  const names = new Set<string>();
  const visit = (part: DependsExpression): void => {
    if (part.kind === 'result') names.add(part.node);
    else if (part.kind === 'not') visit(part.operand);
    else part.operands.forEach(visit);
  };
  visit(expression);
  return [...names];
}
