import { describe, expect, it } from 'vitest';

import { parseDuration } from '../../../statemachines/definition/valohai/duration.ts';
import { parseMemorySize } from '../../../statemachines/definition/valohai/memory-size.ts';

describe('parseDuration', () => {
  it.each([
    [900, 900],
    ['900', 900],
    ['1h 30m 5s', 5405],
    ['1h30m', 5400],
    ['2.5 hours', 9000],
    ['1w 1d', 691_200],
    [' 15 M ', 900],
    ['banana', undefined],
    ['5 x', undefined],
    ['0s', undefined],
    ['', undefined],
    [-1, undefined],
    ['1..5s', undefined],
  ])('reads %j as %j seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });
});

describe('parseMemorySize', () => {
  it.each([
    [2048, 2048],
    ['2048', 2048],
    ['2 GB', 2048],
    ['1.5GiB', 1536],
    ['512 mb', 512],
    ['0.3 MB', undefined],
    ['2 TB', undefined],
    ['0', undefined],
    ['constructor', undefined],
    ['1 constructor', undefined],
  ])('reads %j as %j MiB', (text, mebibytes) => {
    expect(parseMemorySize(text)).toBe(mebibytes);
  });
});
