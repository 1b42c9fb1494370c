import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRunStore } from '../../../platform/aws/run-store.ts';
import type { Run } from '../../../platform/runs/run.ts';
import type { RunStore } from '../../../platform/runs/run-store.ts';
import {
  fates,
  isRunFate,
  nodeStatuses,
  runStatuses,
  type RunFate,
  type RunStatus,
} from '../../../platform/runs/statuses.ts';
import { executionPredecessors, runPredecessors } from '../../../platform/runs/transitions.ts';
import { type LocalStores, startLocalStores } from '../aws/local-stores.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;
let stores: LocalStores;
let store: RunStore;

beforeAll(async () => {
  stores = await startLocalStores();
  store = createRunStore(stores);
});
afterAll(() => stores[Symbol.asyncDispose]());

function run(runId: string): Run {
  return {
    project: 'default',
    runId,
    pipeline: 'p',
    definitionHash: 'd',
    structureHash: 's',
    status: 'pending',
    generation: 1,
    parameters: { rate: 0.1, names: ['a'] },
    inputs: { data: ['s3://b/k'] },
    nodes: [{ node: 'train', kind: 'execution', step: 'train', axes: [], after: [] }],
    stateMachineExecutionArn: 'arn',
    createdAt: '2026-01-01T00:00:00.000Z',
  };
}

const at = '2026-01-01T00:00:02.000Z';
const retry = { nodes: [], structureHash: 's', stateMachineExecutionArn: 'arn', at };

function write(runId: string, status: RunStatus, generation = 1): Promise<boolean> {
  const key = { project: 'default', runId };
  if (status === 'pending') return store.retry(key, generation, retry);
  if (!isRunFate(status)) return store.setStatus(key, generation, status);
  const ending: RunFate = status;
  return store.finish(key, generation, {
    status: ending,
    nodes: [],
    finishedAt: '2026-01-01T00:00:01.000Z',
    reason: status,
  });
}

describe('the transition table', () => {
  it('lets nothing follow a fate but a retry', () => {
    for (const status of runStatuses.slice(1)) expect(runPredecessors(status).filter(isRunFate)).toEqual([]);
    expect(runPredecessors('pending')).toEqual(['pending', 'failed', 'stopped']);
    for (const status of nodeStatuses) {
      expect(executionPredecessors(status).filter((before) => (fates as readonly string[]).includes(before))).toEqual(
        [],
      );
    }
  });

  it('lets every status be reached but the first', () => {
    for (const status of runStatuses.slice(1)) expect(runPredecessors(status)).not.toEqual([]);
    for (const status of nodeStatuses.slice(1)) expect(executionPredecessors(status)).not.toEqual([]);
  });
});

describe('a run in the store', () => {
  let next = 0;

  it('moves as the table says, whatever is written', async () => {
    const statuses = fc.constantFrom(...runStatuses);
    await fc.assert(
      fc.asyncProperty(fc.array(statuses, { minLength: 1, maxLength: 8 }), async (wanted) => {
        const runId = `sequence-${next++}`;
        await store.create(run(runId));
        let expected: RunStatus = 'pending';
        let generation = 1;
        for (const status of wanted) {
          const allowed = runPredecessors(status).includes(expected);
          expect(await write(runId, status, generation)).toBe(allowed);
          if (allowed) expected = status;
          if (allowed && status === 'pending') generation += 1;
        }
        expect(await store.get({ project: 'default', runId })).toMatchObject({ status: expected, generation });
      }),
      { numRuns: full ? 1000 : 25, seed: 1 },
    );
  }, 600_000);

  it('gets one fate, however many are written at once', async () => {
    const many = fc.array(fc.constantFrom('succeeded', 'failed', 'stopped'), { minLength: 2, maxLength: 16 });
    await fc.assert(
      fc.asyncProperty(many, async (wanted) => {
        const runId = `race-${next++}`;
        await store.create(run(runId));
        const written = await Promise.all(wanted.map((status) => write(runId, status)));
        expect(written.filter(Boolean)).toHaveLength(1);
        const winner = wanted[written.indexOf(true)];
        expect(await store.get({ project: 'default', runId })).toMatchObject({ status: winner, reason: winner });
      }),
      { numRuns: full ? 500 : 15, seed: 2 },
    );
  }, 600_000);

  it('comes back as it was written, and is created once', async () => {
    const written = run('whole');
    expect(await store.create(written)).toBe(true);
    expect(await store.create({ ...written, pipeline: 'other' })).toBe(false);
    expect(await store.get(written)).toEqual(written);
    expect(await store.setStatus(written, 2, 'running')).toBe(false);
  });

  it('keeps the nodes of a large pipeline in one item', async () => {
    const nodes: Run['nodes'] = Array.from({ length: 10_000 }, (_, index) => ({
      node: `node-${index}`,
      kind: 'execution' as const,
      step: `step-${index % 50}`,
      axes: [{ axis: 'seed', size: 10, onChildError: 'continue-and-error' as const }],
      after: index === 0 ? [] : [`node-${index - 1}`],
    }));
    await store.create({ ...run('large'), nodes });
    expect((await store.get({ project: 'default', runId: 'large' }))?.nodes).toEqual(nodes);
  });

  it('is listed newest first, page by page, by pipeline and status', async () => {
    for (const [index, pipeline] of ['a', 'b', 'a', 'b', 'a'].entries()) {
      await store.create({ ...run(`list-${index}`), project: 'listed', pipeline });
    }
    const first = await store.list('listed', {}, { limit: 2 });
    expect(first.items.map((item) => item.runId)).toEqual(['list-4', 'list-3']);
    const second = await store.list('listed', {}, { limit: 10, cursor: first.nextCursor ?? '' });
    expect(second).toMatchObject({ items: [{ runId: 'list-2' }, { runId: 'list-1' }, { runId: 'list-0' }] });
    const ofA = await store.list('listed', { pipeline: 'a' }, { limit: 2 });
    expect(ofA.items.map((item) => item.runId)).toEqual(['list-4', 'list-2']);
    expect((await store.list('listed', { status: 'failed' }, { limit: 2 })).items).toEqual([]);
  });
});
