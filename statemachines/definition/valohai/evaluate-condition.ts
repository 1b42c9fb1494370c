import { assertNever } from '../../diagnostics/invariant.ts';
import type { ConditionExpression } from './condition-expression.ts';
import {
  calculate,
  call,
  compare,
  ConditionFaultError,
  type ConditionValue,
  isTrue,
  negate,
} from './condition-operations.ts';

/** The value of a dotted name; undefined where there is none. */
export type ConditionNames = (name: string) => ConditionValue | undefined;

export type ConditionResult =
  | { readonly kind: 'value'; readonly value: boolean }
  /** `missing`: the name without a value, where that is the reason. */
  | { readonly kind: 'fault'; readonly message: string; readonly missing?: string };

/**
 * A condition's truth, as Valohai's evaluator (leval's CommonBooleanEvaluator) finds it: weakly typed, `and` and `or` stop
 * as soon as they may, and a name without a value is None behind `is` and `not` and a fault anywhere else. Its time is
 * bounded by its text: the parser limits length and nesting.
 */
export function evaluateCondition(expression: ConditionExpression, names: ConditionNames): ConditionResult {
  try {
    return { kind: 'value', value: isTrue(evaluate(expression, names)) };
  } catch (error) {
    if (error instanceof MissingName) return { kind: 'fault', message: error.message, missing: error.missing };
    if (error instanceof ConditionFaultError) return { kind: 'fault', message: error.message };
    throw error;
  }
}

function evaluate(expression: ConditionExpression, names: ConditionNames): ConditionValue {
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'name': {
      const name = expression.parts.join('.');
      const value = names(name);
      if (value === undefined) throw new MissingName(name);
      return value;
    }
    case 'collection':
      return expression.items.map((item) => evaluate(item, names));
    case 'boolean': {
      const stops = expression.operator === 'or';
      return expression.operands.some((operand) => isTrue(evaluate(operand, names)) === stops) ? stops : !stops;
    }
    case 'not':
      return !isTrue(loose(expression.operand, names));
    case 'compare': {
      const { operator, left, right } = expression;
      const side = operator === 'is' || operator === 'is not' ? loose : evaluate;
      return compare(operator, side(left, names), side(right, names));
    }
    case 'arithmetic':
      return calculate(expression.operator, evaluate(expression.left, names), evaluate(expression.right, names));
    case 'sign':
      return negate(evaluate(expression.operand, names), expression.operator);
    case 'call':
      return call(
        expression.name,
        expression.arguments.map((argument) => evaluate(argument, names)),
      );
    default:
      return assertNever(expression);
  }
}

/** `cookie is None` and `not cookie` are true where there is no cookie. */
function loose(expression: ConditionExpression, names: ConditionNames): ConditionValue {
  if (expression.kind === 'name') return names(expression.parts.join('.')) ?? null;
  return evaluate(expression, names);
}

class MissingName extends ConditionFaultError {
  readonly missing: string;
  constructor(missing: string) {
    super(`"${missing}" has no value`);
    this.missing = missing;
  }
}

/** Every name in a condition, once, in the order in which they stand. */
export function namesIn(expression: ConditionExpression): readonly string[] {
  const found = new Set<string>();
  const visit = (part: ConditionExpression): void => {
    switch (part.kind) {
      case 'name':
        found.add(part.parts.join('.'));
        return;
      case 'boolean':
        part.operands.forEach(visit);
        return;
      case 'not':
      case 'sign':
        visit(part.operand);
        return;
      case 'compare':
      case 'arithmetic':
        visit(part.left);
        visit(part.right);
        return;
      case 'call':
        part.arguments.forEach(visit);
        return;
      case 'collection':
        part.items.forEach(visit);
        return;
      case 'constant':
        return;
      default:
        assertNever(part);
    }
  };
  visit(expression);
  return [...found];
}
