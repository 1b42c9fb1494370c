import { describe, expect, it } from 'vitest';

import { didYouMean, suggest } from '../../../statemachines/diagnostics/suggest.ts';

describe('suggest', () => {
  it.each([
    ['trian', ['train', 'predict'], ['train']],
    ['Train', ['train'], ['train']],
    ['on_error', ['on-error', 'error'], ['on-error']],
    ['imge', ['image', 'inputs', 'icon'], ['image']],
    [
      'preprocess1',
      ['preprocess3', 'preprocess2', 'preprocess4', 'preprocess5'],
      ['preprocess2', 'preprocess3', 'preprocess4'],
    ],
    ['xyz', ['train', 'predict'], []],
    ['', ['a'], []],
    ['a'.repeat(101), ['a'.repeat(100)], []],
    ['same', ['same'], []],
  ])('of %j among %j suggests %j', (found, allowed, expected) => {
    expect(suggest(found, allowed)).toEqual(expected);
  });
});

describe('didYouMean', () => {
  it('ends a message with the nearest words, or with nothing', () => {
    expect(didYouMean('trian', ['train', 'trial'])).toBe('; did you mean "train" or "trial"?');
    expect(didYouMean('x', ['train'])).toBe('');
  });
});
