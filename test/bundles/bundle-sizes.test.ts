import { describe, expect, it } from 'vitest';
import { buildEntries } from '../../bundles/build-entries.ts';
import { stepRuntimeEntries } from '../../bundles/step-runtime-entries.ts';

describe('a bundle', () => {
  // Every kilobyte is read and compiled at each cold start.
  it.each([
    ['functions/api/handler.ts', 1_000_000],
    [stepRuntimeEntries.index, 600_000],
    ['functions/steps/train/step.ts', 3_000_000],
  ])('of %s stays within %i bytes', async (entry, budget) => {
    const { outputs } = await buildEntries([entry]);
    expect(outputs.get(entry)?.byteLength).toBeLessThanOrEqual(budget);
  });
});
