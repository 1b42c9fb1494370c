import type { Json } from '../../../engine/index.ts';
import { chosen } from './chosen.ts';
import { proved, type Case, type FeatureGroup } from './feature.ts';

type Row = readonly [value: Json, wanted: Json, holds: boolean];

const rows = (operator: string, given: readonly Row[]): readonly Case[] =>
  given.flatMap(([value, wanted, holds]) => {
    const shown = `${JSON.stringify(value)} ${operator} ${JSON.stringify(wanted)} is ${holds}`;
    const direct = chosen(shown, { Variable: '$.v', [operator]: wanted }, { v: value }, holds);
    if (operator === 'StringMatches' || operator.startsWith('Is')) return [direct];
    const input = { v: value, w: wanted };
    const byPath = chosen(`${shown}, by path`, { Variable: '$.v', [`${operator}Path`]: '$.w' }, input, holds);
    return [direct, byPath];
  });

/** Below, equal, above, and of another type. */
const ordered = (prefix: string, low: Json, high: Json, other: Json): readonly Case[] => {
  const of = (operator: string, below: boolean, same: boolean, above: boolean): readonly Case[] =>
    rows(`${prefix}${operator}`, [
      [low, high, below],
      [high, high, same],
      [high, low, above],
      [other, high, false],
    ]);
  return [
    ...of('Equals', false, true, false),
    ...of('LessThan', true, false, false),
    ...of('LessThanEquals', true, true, false),
    ...of('GreaterThan', false, false, true),
    ...of('GreaterThanEquals', false, true, true),
  ];
};

export const choiceOperatorCases: FeatureGroup = {
  title: 'Choice operators (JSONPath)',
  features: [
    proved('String comparisons', ordered('String', 'a', 'b', 1)),
    proved('Numeric comparisons', ordered('Numeric', 1, 2.5, '2.5')),
    proved(
      'Timestamp comparisons',
      ordered('Timestamp', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00+00:30', 'tomorrow'),
    ),
    proved(
      'BooleanEquals',
      rows('BooleanEquals', [
        [true, true, true],
        [true, false, false],
        ['true', true, false],
      ]),
    ),
    proved(
      'StringMatches',
      rows('StringMatches', [
        ['log-1.txt', 'log-*.txt', true],
        ['log-1.csv', 'log-*.txt', false],
        ['a*b', 'a\\*b', true],
        ['axb', 'a\\*b', false],
        ['', '*', true],
      ]),
    ),
    proved('Type tests', [
      ...rows('IsNull', [
        [null, true, true],
        [0, true, false],
        [0, false, true],
      ]),
      ...rows('IsString', [
        ['a', true, true],
        [1, true, false],
      ]),
      ...rows('IsNumeric', [
        [1, true, true],
        ['1', true, false],
      ]),
      ...rows('IsBoolean', [
        [false, true, true],
        [null, true, false],
      ]),
      ...rows('IsTimestamp', [
        ['2026-01-01T00:00:00Z', true, true],
        ['2026-01-01', true, false],
      ]),
      ...rows('IsPresent', [
        [null, true, true],
        [1, false, false],
      ]),
    ]),
  ],
};
