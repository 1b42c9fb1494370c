import type { Arithmetic, Comparison } from './condition-expression.ts';

/** A value in a condition: what metadata and parameters may hold, and tuples and sets of them. */
export type ConditionValue = string | number | boolean | null | readonly ConditionValue[];

/** Why a condition has no value; says so in the condition's own words. */
export class ConditionFaultError extends Error {
  override readonly name = 'ConditionFaultError';
}

/** Python's truth: empty text, zero, None and empty collections are false. */
export function isTrue(value: ConditionValue): boolean {
  return isCollection(value) ? value.length > 0 : Boolean(value);
}

/**
 * leval's weak typing: an operation that Python refuses is tried again with both sides as floats. `==` is never refused,
 * so that "5" is not 5, and `in` and `is` are not tried again.
 */
export function compare(operator: Comparison, left: ConditionValue, right: ConditionValue): boolean {
  switch (operator) {
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
    case 'is':
      return left === right;
    case 'is not':
      return left !== right;
    case 'in':
      return contains(right, left);
    case 'not in':
      return !contains(right, left);
    default:
      return ordered(operator, order(left, right) ?? numeric(operator, left, right));
  }
}

export function calculate(operator: Arithmetic, left: ConditionValue, right: ConditionValue): ConditionValue {
  if (typeof left === 'string' && typeof right === 'string' && operator === '+') return joined(left, right);
  // As in leval: Python would repeat the text.
  if (operator === '*' && (typeof left === 'string' || typeof right === 'string'))
    throw new ConditionFaultError('texts cannot be multiplied');
  const [a, b] = [toNumber(left, operator), toNumber(right, operator)];
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
    case '//':
      if (b === 0) throw new ConditionFaultError('a number is divided by zero');
      return operator === '/' ? a / b : Math.floor(a / b);
  }
}

export function negate(value: ConditionValue, operator: '+' | '-'): number {
  if (typeof value !== 'number' && typeof value !== 'boolean')
    throw new ConditionFaultError(`${shown(value)} has no sign`);
  return operator === '-' ? -Number(value) : Number(value);
}

/** abs, min and max take scalars alone. */
export function call(name: string, values: readonly ConditionValue[]): ConditionValue {
  const odd = values.find((value) => value === null || isCollection(value));
  if (odd !== undefined) throw new ConditionFaultError(`"${name}" does not take ${shown(odd)}`);
  if (name === 'abs') {
    const [only] = values;
    if (values.length !== 1 || (typeof only !== 'number' && typeof only !== 'boolean'))
      throw new ConditionFaultError('"abs" takes one number');
    return Math.abs(Number(only));
  }
  if (name !== 'min' && name !== 'max') throw new ConditionFaultError(`there is no function "${name}"`);
  if (values.length < 2) throw new ConditionFaultError(`"${name}" takes two values or more`);
  return values.reduce((best, value) => {
    const difference = order(value, best);
    if (difference === undefined)
      throw new ConditionFaultError(`"${name}" cannot compare ${shown(value)} and ${shown(best)}`);
    return (name === 'min' ? difference < 0 : difference > 0) ? value : best;
  });
}

/** Negative, zero, positive, NaN; undefined where Python refuses to compare. */
function order(left: ConditionValue, right: ConditionValue): number | undefined {
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : Number(left > right);
  if (isNumeric(left) && isNumeric(right)) {
    const [a, b] = [Number(left), Number(right)];
    return a === b ? 0 : a < b ? -1 : a > b ? 1 : NaN;
  }
  return undefined;
}

function numeric(operator: string, left: ConditionValue, right: ConditionValue): number {
  return order(toNumber(left, operator), toNumber(right, operator)) ?? NaN;
}

function ordered(operator: '<' | '<=' | '>' | '>=', difference: number): boolean {
  switch (operator) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
  }
}

function equal(left: ConditionValue, right: ConditionValue): boolean {
  if (isCollection(left) && isCollection(right)) {
    return left.length === right.length && left.every((value, index) => equal(value, right[index] ?? null));
  }
  // Python's True is 1.
  if (isNumeric(left) && isNumeric(right)) return Number(left) === Number(right);
  return left === right;
}

function contains(whole: ConditionValue, part: ConditionValue): boolean {
  if (isCollection(whole)) return whole.some((value) => equal(value, part));
  if (typeof whole === 'string' && typeof part === 'string') return whole.includes(part);
  throw new ConditionFaultError(`nothing is in ${shown(whole)}`);
}

function toNumber(value: ConditionValue, operator: string): number {
  if (isNumeric(value)) return Number(value);
  const text = typeof value === 'string' ? value.trim() : '';
  const plain = /^[+-]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?$/u.test(text);
  if (plain) return Number(text.replaceAll('_', ''));
  const special = /^([+-]?)(nan|inf|infinity)$/iu.exec(text);
  if (special !== null) return special[2]?.toLowerCase() === 'nan' ? NaN : special[1] === '-' ? -Infinity : Infinity;
  throw new ConditionFaultError(`${shown(value)} is no number for "${operator}"`);
}

/** Metadata are small; a sum of texts stays so. */
const LONGEST_TEXT = 100_000;

function joined(left: string, right: string): string {
  if (left.length + right.length > LONGEST_TEXT) throw new ConditionFaultError('a text grows too long');
  return left + right;
}

function isNumeric(value: ConditionValue): value is number | boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

function isCollection(value: ConditionValue): value is readonly ConditionValue[] {
  return Array.isArray(value);
}

function shown(value: ConditionValue): string {
  if (value === null) return 'None';
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
