import { describe, expect, it } from 'vitest';
import type { ParameterDefinition, ParameterValue } from '../../../statemachines/definition/pipeline-definition.ts';
import { castValue } from '../../../statemachines/graph/values/cast-value.ts';

const span = { file: 'f.yaml', offset: 0, length: 1, line: 1, column: 1 };
const located = <T>(value: T) => ({ value, span });

function cast(value: ParameterValue, options: Partial<ParameterDefinition>): ParameterValue | undefined {
  const result = castValue(value, {
    name: located('p'),
    type: 'string',
    optional: false,
    multiple: 'none',
    multipleSeparator: ',',
    span,
    ...options,
  });
  return result.kind === 'value' ? result.value : `${result.fault}: ${result.what}`;
}

describe('castValue', () => {
  it.each<[ParameterDefinition['type'], ParameterValue, ParameterValue]>([
    ['integer', ' 7 ', 7],
    ['integer', '-07', -7],
    ['integer', 5, 5],
    ['integer', 5.5, 'type: 5.5 is not an integer'],
    ['integer', '5.0', 'type: "5.0" is not an integer'],
    ['integer', '99999999999999999999', 'type: "99999999999999999999" is not an integer'],
    ['integer', true, 'type: true is not an integer'],
    ['float', '1e-3', 0.001],
    ['float', '', 'type: "" is not a number'],
    ['float', 'Infinity', 'type: "Infinity" is not a number'],
    ['float', true, 'type: true is not a number'],
    ['string', 5, '5'],
    ['string', [1, 2], 'type: [1,2] is not one string, not a list'],
    ['flag', 'Yes', true],
    ['flag', 0, false],
    ['flag', 'on', 'type: "on" is not a flag (true or false)'],
    ['integer', null, null],
  ])('reads %s from %j as %j', (type, value, expected) => {
    expect(cast(value, { type })).toEqual(expected);
  });

  it('holds choices and range', () => {
    expect(cast('2', { type: 'integer', choices: [located(1), located(2)] })).toBe(2);
    expect(cast('3', { type: 'integer', choices: [located(1), located(2)] })).toBe(
      'choices: 3 is not among the choices 1, 2',
    );
    expect(cast(3, { type: 'float', max: located(2.5) })).toBe('range: 3 is above the largest value, 2.5');
    expect(cast(1, { type: 'float', min: located(2.5) })).toBe('range: 1 is below the smallest value, 2.5');
  });

  it('makes a list for a parameter that takes several, also of one text with separators', () => {
    expect(cast([1, '2'], { type: 'integer', multiple: 'repeat' })).toEqual([1, 2]);
    expect(cast('a, b', { multiple: 'separate' })).toEqual(['a', 'b']);
    expect(cast('a;b', { multiple: 'separate', multipleSeparator: ';' })).toEqual(['a', 'b']);
    expect(cast(4, { type: 'integer', multiple: 'repeat' })).toEqual([4]);
    expect(cast([], { multiple: 'repeat' })).toEqual([]);
    expect(cast('1,x', { type: 'integer', multiple: 'repeat' })).toBe('type: "x" is not an integer');
  });
});
