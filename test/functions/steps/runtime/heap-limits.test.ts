import { describe, expect, it } from 'vitest';
import { heapLimits } from '../../../../functions/steps/runtime/heap-limits.ts';

describe('heapLimits', () => {
  it.each([
    [128, 32, 16],
    [256, 96, 32],
    [1024, 768, 128],
    [1769, 1439, 192],
    [10_240, 8640, 192],
  ])('leaves room for Node in %i MiB', (memoryMb, maxOldGenerationSizeMb, maxYoungGenerationSizeMb) => {
    expect(heapLimits(memoryMb)).toEqual({ maxOldGenerationSizeMb, maxYoungGenerationSizeMb });
  });
});
