import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSweepStore } from '../../../platform/aws/sweep-store.ts';
import type { SweepStore } from '../../../platform/runs/sweep-store.ts';
import { type LocalStores, startLocalStores } from './local-stores.ts';

let stores: LocalStores;
let sweeps: SweepStore;
beforeAll(async () => {
  stores = await startLocalStores();
  sweeps = createSweepStore(stores);
}, 60_000);
afterAll(() => stores[Symbol.asyncDispose]());

const train = { project: 'default', runId: 'run', generation: 1, node: 'train' };

it('lists the sweeps of a node in trial order, those of one generation alone', async () => {
  for (const [trial, trials] of [
    [[10, 0], 3],
    [[2, 1], 1],
    [[2, 0], 7],
  ] as const)
    await sweeps.recordTrials({ ...train, trial }, trials);
  await sweeps.recordTrials({ ...train, generation: 11, trial: [] }, 5);
  await sweeps.recordTrials({ ...train, node: 'train.0', trial: [] }, 4);
  // Asked again.
  await sweeps.recordTrials({ ...train, trial: [2, 0] }, 7);
  expect(await sweeps.list(train)).toEqual([
    { trial: [2, 0], trials: 7 },
    { trial: [2, 1], trials: 1 },
    { trial: [10, 0], trials: 3 },
  ]);
  expect(await sweeps.list({ ...train, generation: 11 })).toEqual([{ trial: [], trials: 5 }]);
  expect(await sweeps.get({ ...train, trial: [2, 1] })).toEqual({ trial: [2, 1], trials: 1 });
  expect(await sweeps.get({ ...train, trial: [3] })).toBe(undefined);
  expect(await sweeps.list({ ...train, node: 'other' })).toEqual([]);
});

it('keeps the first that stopped a sweep, beside how many trials it has', async () => {
  const key = { ...train, node: 'search', trial: [] };
  await sweeps.stop(key, { by: 'search.3', reason: 'enough' });
  await sweeps.recordTrials(key, 9);
  await sweeps.stop(key, { by: 'search.4', reason: 'enough too' });
  expect(await sweeps.list(key)).toEqual([{ trial: [], trials: 9, stop: { by: 'search.3', reason: 'enough' } }]);
});
