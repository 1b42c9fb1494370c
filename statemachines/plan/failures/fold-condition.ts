import { assertNever } from '../../diagnostics/invariant.ts';
import type { DependsExpression } from '../../graph/depends-expression.ts';
import { isResult } from '../../graph/node-result.ts';
import { canBe, type ResultsOf } from './can-be.ts';

export const always: DependsExpression = { kind: 'all', operands: [] };
export const never: DependsExpression = { kind: 'any', operands: [] };

export function isAlways(expression: DependsExpression): boolean {
  return expression.kind === 'all' && expression.operands.length === 0;
}

export function isNever(expression: DependsExpression): boolean {
  return expression.kind === 'any' && expression.operands.length === 0;
}

/** A condition without what is certain: what is left must be asked when the run is there. */
export function foldCondition(expression: DependsExpression, resultsOf: ResultsOf): DependsExpression {
  if (!canBe(false, expression, resultsOf)) return always;
  if (!canBe(true, expression, resultsOf)) return never;
  return fold(expression, resultsOf);
}

function fold(expression: DependsExpression, resultsOf: ResultsOf): DependsExpression {
  switch (expression.kind) {
    case 'result': {
      const { node, result = 'Succeeded' } = expression;
      const possible = resultsOf(node).map((each) => isResult(each, result));
      if (possible.every((value) => value)) return always;
      return possible.some((value) => value) ? expression : never;
    }
    case 'not': {
      const operand = fold(expression.operand, resultsOf);
      if (isAlways(operand)) return never;
      if (isNever(operand)) return always;
      return { kind: 'not', operand };
    }
    case 'all':
    case 'any': {
      const { kind } = expression;
      const neutral = kind === 'all' ? isAlways : isNever;
      const decisive = kind === 'all' ? isNever : isAlways;
      const folded = expression.operands.map((operand) => fold(operand, resultsOf));
      const deciding = folded.find(decisive);
      if (deciding !== undefined) return deciding;
      const operands = folded
        .filter((operand) => !neutral(operand))
        .flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
      const [only] = operands;
      return operands.length === 1 && only !== undefined ? only : { kind, operands };
    }
    default:
      return assertNever(expression);
  }
}
