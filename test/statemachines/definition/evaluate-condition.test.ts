import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../../statemachines/definition/valohai/condition-expression.ts';
import type { ConditionValue } from '../../../statemachines/definition/valohai/condition-operations.ts';
import { evaluateCondition, namesIn } from '../../../statemachines/definition/valohai/evaluate-condition.ts';

const values: Readonly<Record<string, ConditionValue>> = {
  'metadata.accuracy': 0.91,
  'metadata.val-loss': '0.25',
  'metadata.place': 'harbour-a',
  'metadata.done': true,
  'metadata.accuracies': [0.5, 0.75],
  v1: 74,
  v2: 42,
  nothing: null,
};

function resultOf(text: string): boolean | string {
  const parsed = parseCondition(text);
  if (parsed.kind === 'fault') throw new Error(parsed.fault.message);
  const result = evaluateCondition(parsed.expression, (name) => values[name]);
  return result.kind === 'value' ? result.value : result.message;
}

describe('evaluateCondition', () => {
  it.each([
    ['metadata.accuracy >= 0.9', true],
    ['metadata.accuracy < 0.9 or metadata.done', true],
    ['metadata.val-loss < 0.3', true], // tried again as floats
    ['metadata.val-loss == 0.25', false], // never refused, so never tried again
    ['metadata.val-loss - 0.05 <= "0.2"', true],
    ['metadata.place == "harbour-a" and not metadata.crashed', true],
    ['"harbour" in metadata.place', true],
    ['metadata.place in ("harbour-a", "harbour-b")', true],
    ['metadata.place not in {"harbour-b"}', true],
    ['0.75 in metadata.accuracies', true],
    ['cookie is None', true],
    ['cookie is not None', false],
    ['nothing is None', true],
    ['min(v1, v2) < 50 and max(v1, v2) > 50', true],
    ['abs(-v2) == 42', true],
    ['v1 // 10 == 7 and v1 / 10 == 7.4', true],
    ['"a" + "b" == "ab"', true],
    ['"5" + "6" == "56"', true],
    ['"5" - 1 == 4', true],
    ['metadata.done + 1 == 2', true],
    ['(1, 2) == (1, 2)', true],
    ['0 or ""', false],
    ['v1', true],
    ['v1 > 50 or unknown > 3', true], // stops as soon as it may
    ['v1 < 50 and unknown > 3', false],
  ])('finds %s to be %s', (text, expected) => {
    expect(resultOf(text)).toBe(expected);
  });

  it.each([
    ['unknown > 3', '"unknown" has no value'],
    ['v1 > 50 and unknown.part > 3', '"unknown.part" has no value'],
    ['metadata.place > 3', '"harbour-a" is no number for ">"'],
    ['nothing > 3', 'None is no number for ">"'],
    ['"3" * 3 == 9', 'texts cannot be multiplied'],
    ['v1 / 0 > 1', 'a number is divided by zero'],
    ['1 in v1', 'nothing is in 74'],
    ['max(metadata.accuracies) > 1', '"max" does not take [0.5,0.75]'],
    ['max(1) > 1', '"max" takes two values or more'],
    ['min(1, "a") > 1', '"min" cannot compare "a" and 1'],
    ['-metadata.place == 1', '"harbour-a" has no sign'],
    ['sum(1, 2) > 1', 'there is no function "sum"'],
  ])('says why %s has no value', (text, message) => {
    expect(resultOf(text)).toBe(message);
  });

  it('lists the names of a condition', () => {
    const parsed = parseCondition('not a.b and (max(c, a.b) in {d, 1}) or -e + 2 > "x"');
    expect(parsed.kind === 'expression' && namesIn(parsed.expression)).toEqual(['a.b', 'c', 'd', 'e']);
  });
});
