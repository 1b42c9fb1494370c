import { describe, expect, it } from 'vitest';
import { readDepends } from '../../../statemachines/graph/depends-expression.ts';

describe('readDepends', () => {
  it.each([
    ['a', ['a'], true],
    ['a && b.Succeeded', ['a', 'b'], true],
    ['(a && (b))', ['a', 'b'], true],
    ['a || b', ['a', 'b'], false],
    ['!a', ['a'], false],
    ['a.Failed && b-2', ['a', 'b-2'], false],
  ])('reads %s', (text, names, conjunction) => {
    expect(readDepends(text)).toEqual({ names, conjunction });
  });

  it.each([
    ['', ''],
    ['a b', 'b'],
    ['a &&', 'a &&'],
    ['(a', '(a'],
    ['a)', ')'],
    ['a & b', '& b'],
    ['a.failed', 'a.failed'],
    ['&& a', '&& a'],
    ['a !b', '!b'],
  ])('finds what is wrong with "%s"', (text, fault) => {
    expect(readDepends(text).fault).toBe(fault);
  });
});
