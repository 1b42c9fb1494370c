import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseCondition } from '../../../statemachines/definition/valohai/condition-expression.ts';

function faultOf(text: string) {
  const parsed = parseCondition(text);
  return parsed.kind === 'fault' ? `${parsed.fault.offset}: ${parsed.fault.message}` : 'none';
}

describe('parseCondition', () => {
  it('reads precedence, positions and dashed and dotted names', () => {
    const parsed = parseCondition('not my-metric.best >= -1.5 and abs(a - b) < 2 * 3 or "x" not in (state, "y",)');
    const constant = (value: string | number, offset: number) => ({ kind: 'constant', value, offset });
    const name = (offset: number, ...parts: string[]) => ({ kind: 'name', parts, offset });
    expect(parsed).toEqual({
      kind: 'expression',
      expression: {
        kind: 'boolean',
        operator: 'or',
        offset: 0,
        operands: [
          {
            kind: 'boolean',
            operator: 'and',
            offset: 0,
            operands: [
              {
                kind: 'not',
                offset: 0,
                operand: {
                  kind: 'compare',
                  operator: '>=',
                  offset: 4,
                  left: name(4, 'my-metric', 'best'),
                  right: { kind: 'sign', operator: '-', operand: constant(1.5, 23), offset: 22 },
                },
              },
              {
                kind: 'compare',
                operator: '<',
                offset: 31,
                left: {
                  kind: 'call',
                  name: 'abs',
                  offset: 31,
                  arguments: [
                    { kind: 'arithmetic', operator: '-', left: name(35, 'a'), right: name(39, 'b'), offset: 35 },
                  ],
                },
                right: { kind: 'arithmetic', operator: '*', left: constant(2, 44), right: constant(3, 48), offset: 44 },
              },
            ],
          },
          {
            kind: 'compare',
            operator: 'not in',
            offset: 53,
            left: constant('x', 53),
            right: { kind: 'collection', shape: 'tuple', items: [name(65, 'state'), constant('y', 72)], offset: 64 },
          },
        ],
      },
    });
  });

  it.each([
    'True',
    'a is not None',
    'a == {1, 2}',
    '((((a))))',
    'a // 2 == 0',
    'x in ()',
    "'it\\'s' == b",
    'metadata.constructor',
    '1_000 > .5e3',
  ])('takes %s', (text) => {
    expect(faultOf(text)).toBe('none');
  });

  it.each([
    ['', '0: the condition is empty'],
    ['a <', '3: the condition ends too early; a value is missing'],
    ['a = 1', '2: "=" has no meaning here; "==" compares'],
    ['a && b', '2: "&" has no meaning here; write "and"'],
    ['a < b < c', '6: comparisons cannot be chained; join two of them with "and"'],
    ['a b', '2: "b" is not expected here'],
    ['(a', '2: expected is ")", found is the end'],
    ['"a', '0: the text in quotes does not end'],
    ['a.b()', '0: "a.b" cannot be called; functions are abs, max, min'],
    ['a and or b', '6: a value is expected where "or" stands'],
    ['[1]', '0: "[" has no meaning here'],
    ['a ** 2', '3: a value is expected where "*" stands'],
    ['1+1+1+1+1+1+1', 'none'],
    ['1+1+1+1+1+1+1+1', '0: the condition is nested too deeply; at most eight levels are allowed'],
    ['('.repeat(100), '65: more than 64 brackets stand within each other'],
    ['a'.repeat(10_001), '0: the condition has 10001 characters; at most 10000 are allowed'],
  ])('of %j says %j', (text, expected) => {
    expect(faultOf(text)).toBe(expected);
  });

  it('takes any text', () => {
    const pieces = fc.array(
      fc.constantFrom(
        'a',
        'and',
        'or',
        'not',
        'in',
        'is',
        '(',
        ')',
        '{',
        '}',
        ',',
        '<',
        '==',
        '-',
        '+',
        '//',
        '1',
        '"x"',
        '.',
        ' ',
        'abs',
        'True',
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          pieces.map((some) => some.join(' ')),
        ),
        (text) => {
          expect(['expression', 'fault']).toContain(parseCondition(text).kind);
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });
});
