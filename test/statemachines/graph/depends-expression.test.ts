import { describe, expect, it } from 'vitest';
import { type DependsExpression, readDepends } from '../../../statemachines/graph/depends-expression.ts';

/** With every bracket that the precedence implies. */
function written(expression: DependsExpression): string {
  switch (expression.kind) {
    case 'result':
      return expression.result === undefined ? expression.node : `${expression.node}.${expression.result}`;
    case 'not':
      return `!${written(expression.operand)}`;
    default:
      return `(${expression.operands.map(written).join(expression.kind === 'all' ? ' && ' : ' || ')})`;
  }
}

describe('readDepends', () => {
  it.each([
    ['a', ['a'], 'a'],
    ['a && b.Succeeded', ['a', 'b'], '(a && b.Succeeded)'],
    ['(a && (b))', ['a', 'b'], '(a && b)'],
    ['a || b', ['a', 'b'], '(a || b)'],
    ['!a', ['a'], '!a'],
    ['a.Failed && b-2', ['a', 'b-2'], '(a.Failed && b-2)'],
    ['a || b && !c.Omitted || a.Skipped', ['a', 'b', 'c'], '(a || (b && !c.Omitted) || a.Skipped)'],
    ['!(a||b)&&!!c.AnySucceeded', ['a', 'b', 'c'], '(!(a || b) && !!c.AnySucceeded)'],
    ['not', ['not'], 'not'],
  ])('reads %s', (text, names, brackets) => {
    const { expression, ...rest } = readDepends(text);
    expect(rest).toEqual({ names });
    expect(written(expression)).toBe(brackets);
  });

  it.each([
    ['', ''],
    ['a b', 'b'],
    ['a and b', 'and b'],
    ['a &&', 'a &&'],
    ['(a', '(a'],
    ['a)', ')'],
    ['a & b', '& b'],
    ['a.failed', 'a.failed'],
    ['a.Daemoned', 'a.Daemoned'],
    ['&& a', '&& a'],
    ['a !b', '!b'],
    ['!', '!'],
  ])('finds what is wrong with "%s"', (text, fault) => {
    expect(readDepends(text).fault).toBe(fault);
  });

  it('refuses brackets without end', () => {
    expect(readDepends('('.repeat(5000)).fault).toBeDefined();
    expect(readDepends(`${'('.repeat(50)}a${')'.repeat(50)}`)).toMatchObject({ names: ['a'] });
  });
});
