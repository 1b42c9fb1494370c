import { defineConfig } from 'vitest/config';

// A limit for what never ends, not for what is slow: on a loaded machine, or with the large numbers, tests take their time.
const patience = process.env['SLIPWAY_TEST_FULL'] === undefined ? 120_000 : 1_800_000;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    sequence: { shuffle: true },
    testTimeout: patience,
    hookTimeout: patience,
    pool: 'forks',
    maxWorkers: 2,
  },
});
