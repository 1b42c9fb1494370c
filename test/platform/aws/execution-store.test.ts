import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExecutionStore } from '../../../platform/aws/execution-store.ts';
import type { AttemptKey, AttemptResult, ExecutionStore } from '../../../platform/runs/execution-store.ts';
import { type ExecutionModel, modelBegin, modelFate, modelFinish, newModel } from './execution-model.ts';
import { type LocalStores, startLocalStores } from './local-stores.ts';

const at = '2026-01-01T00:00:00.000Z';
let stores: LocalStores;
let store: ExecutionStore;
const objects = new Map<string, string>();

beforeAll(async () => {
  stores = await startLocalStores();
  store = createExecutionStore({
    documents: stores.documents,
    tableName: stores.tableName,
    objects: {
      putText: (key, text) => Promise.resolve(void objects.set(key, text)),
      getText: (key) => Promise.resolve(objects.get(key)),
    },
  });
});
afterAll(() => stores[Symbol.asyncDispose]());

let runs = 0;
function attempt(over: Partial<AttemptKey> = {}): AttemptKey {
  return { project: 'default', runId: `run-${runs}`, generation: 1, node: 'train', trial: [], attempt: '0.0', ...over };
}
/** Every test has a run of its own. */
function newAttempt(over: Partial<AttemptKey> = {}): AttemptKey {
  runs += 1;
  return attempt(over);
}
function result(over: Partial<AttemptResult> = {}): AttemptResult {
  return { outcome: { kind: 'succeeded' }, metadata: {}, outputs: [], inputs: {}, finishedAt: at, ...over };
}
const failure = (finishedAt = at): AttemptResult =>
  result({ outcome: { kind: 'failed', error: 'StepFailed', message: 'no' }, finishedAt });

async function listed(key: AttemptKey, sizes?: readonly number[]): Promise<(readonly number[])[]> {
  const trials: (readonly number[])[] = [];
  for await (const execution of store.list(key.project, key.runId, key.node, sizes)) trials.push(execution.trial);
  return trials;
}

describe('begin', () => {
  it('records a running execution with its parameters', async () => {
    const key = newAttempt({ trial: [2, 0] });
    expect(await store.begin(key, { epochs: 5, names: ['a', 'b'] }, at)).toEqual({ kind: 'begun' });
    expect(await store.get('default', key.runId, 'train', [2, 0])).toEqual({
      project: 'default',
      runId: key.runId,
      node: 'train',
      executionId: 'train.2.0',
      trial: [2, 0],
      status: 'running',
      generation: 1,
      attempt: '0.0',
      parameters: { epochs: 5, names: ['a', 'b'] },
      metadata: {},
      inputs: {},
      outputs: [],
      startedAt: at,
    });
  });

  it('lets the same attempt begin again while it has no outcome, as after a crash', async () => {
    const key = newAttempt();
    await store.begin(key, {}, at);
    expect((await store.begin(key, {}, at)).kind).toBe('begun');
  });

  it('answers with the recorded failure when the same attempt is delivered after it', async () => {
    const key = newAttempt();
    await store.begin(key, {}, at);
    await store.finishAttempt(key, failure());
    expect(await store.begin(key, {}, at)).toMatchObject({
      kind: 'superseded',
      execution: { attemptOutcome: { kind: 'failed', error: 'StepFailed', message: 'no' } },
    });
  });

  it('runs a higher attempt after a failed one, and forgets the former outcome', async () => {
    const key = newAttempt();
    await store.begin(key, {}, at);
    await store.finishAttempt(key, failure());
    const next = attempt({ attempt: '0.1' });
    expect((await store.begin(next, {}, at)).kind).toBe('begun');
    const execution = await store.get('default', key.runId, 'train', []);
    expect(execution?.attempt).toBe('0.1');
    expect(execution?.attemptOutcome).toBeUndefined();
  });

  it('orders attempts as numbers', async () => {
    const key = newAttempt({ attempt: '0.10' });
    await store.begin(key, {}, at);
    expect((await store.begin(attempt({ attempt: '0.9' }), {}, at)).kind).toBe('superseded');
    expect((await store.begin(attempt({ attempt: '0.11' }), {}, at)).kind).toBe('begun');
  });

  it('gives a success back, whatever the attempt', async () => {
    const key = newAttempt({ attempt: '0.1' });
    await store.begin(key, {}, at);
    await store.finishAttempt(key, result({ metadata: { loss: 1e-300 } }));
    for (const late of ['0.0', '0.1', '0.2', '1.0']) {
      expect(await store.begin(attempt({ attempt: late }), {}, at)).toMatchObject({
        kind: 'already-succeeded',
        execution: { status: 'succeeded', attempt: '0.1', metadata: { loss: 1e-300 } },
      });
    }
    expect((await store.begin(attempt({ generation: 2 }), {}, at)).kind).toBe('already-succeeded');
  });

  it('runs again what failed, once the run is retried', async () => {
    const key = newAttempt();
    await store.setFate(key, 'failed', 'it broke', at);
    expect((await store.begin(attempt({ attempt: '0.1' }), {}, at)).kind).toBe('superseded');
    expect((await store.begin(attempt({ attempt: '1.0' }), {}, at)).kind).toBe('begun');
    await store.setFate(key, 'failed', 'it broke again', at);
    expect((await store.begin(attempt({ generation: 2 }), {}, at)).kind).toBe('begun');
  });

  it('keeps nothing of whose result a failed attempt had taken over', async () => {
    const key = newAttempt();
    await store.begin(key, {}, at);
    const reusedFrom = { runId: 'other', node: 'train', executionId: 'train' };
    await store.finishAttempt(key, { ...failure(), cacheKey: 'k', reusedFrom });
    await store.begin(attempt({ attempt: '0.1' }), {}, at);
    const again = await store.get('default', key.runId, 'train', []);
    expect([again?.cacheKey, again?.reusedFrom]).toEqual([undefined, undefined]);
  });

  it('is not ended by a finisher that means what ran before the machine was driven on', async () => {
    const key = newAttempt({ attempt: '1.0' });
    await store.begin(key, {}, at);
    expect(await store.setFate({ ...key, redriveCount: 0 }, 'stopped', 'late', at)).toBe(false);
    expect(await store.setFate({ ...key, redriveCount: 1 }, 'stopped', 'in time', at)).toBe(true);
  });
});

describe('finishAttempt', () => {
  it('fences off an older attempt', async () => {
    const key = newAttempt();
    await store.begin(key, {}, at);
    await store.begin(attempt({ attempt: '0.1' }), {}, at);
    expect(await store.finishAttempt(key, result())).toBe(false);
    expect((await store.get('default', key.runId, 'train', []))?.status).toBe('running');
    expect(await store.finishAttempt(attempt({ attempt: '0.1' }), result())).toBe(true);
  });

  it('answers true when the same result is sent again, since an answer may have been lost', async () => {
    const key = newAttempt();
    await store.begin(key, {}, at);
    expect(await store.finishAttempt(key, result())).toBe(true);
    expect(await store.finishAttempt(key, result())).toBe(true);
    expect(await store.finishAttempt(key, result({ finishedAt: '2026-01-01T00:00:01.000Z' }))).toBe(false);
  });

  it('changes nothing after a fate', async () => {
    const key = newAttempt();
    await store.begin(key, {}, at);
    expect(await store.setFate(key, 'stopped', 'the run was stopped', at)).toBe(true);
    expect(await store.finishAttempt(key, result())).toBe(false);
    expect(await store.recordProgress(key, { loss: 1 })).toBe(false);
    expect(await store.get('default', key.runId, 'train', [])).toMatchObject({
      status: 'stopped',
      reason: 'the run was stopped',
    });
  });

  it('keeps a result beside the item when an item could not hold it', async () => {
    const key = newAttempt();
    await store.begin(key, {}, at);
    const outputs = Array.from({ length: 3000 }, (_, index) => ({
      artifactId: `a${index}`,
      path: `images/${index}.png`,
      uri: `s3://slipway-test/images/${index}.png`,
      size: index,
      sha256: '0'.repeat(64),
      mediaType: 'image/png',
    }));
    expect(await store.finishAttempt(key, result({ outputs, metadata: { count: 3000 } }))).toBe(true);
    const execution = await store.get('default', key.runId, 'train', []);
    expect(execution).toMatchObject({ status: 'succeeded', outputs, metadata: { count: 3000 } });
  });
});

describe('list', () => {
  it('gives the trials of a sharded sweep in trial order, and summarises them', async () => {
    const key = newAttempt();
    const trials = Array.from({ length: 130 }, (_, index) => [index]);
    await Promise.all(trials.toReversed().map((trial) => store.begin(attempt({ trial }), {}, at)));
    expect(await listed(key)).toEqual(trials);
    expect(await listed(key, [130])).toEqual(trials);
    await store.finishAttempt(attempt({ trial: [129] }), result({ finishedAt: '2026-01-01T00:00:09.000Z' }));
    await store.finishAttempt(attempt({ trial: [5] }), failure());
    expect(await store.summarise('default', key.runId, 'train', [130])).toEqual({
      counts: { running: 129, succeeded: 1 },
      failedAttempts: 1,
      firstStartedAt: at,
      lastFinishedAt: '2026-01-01T00:00:09.000Z',
    });
  });

  it('keeps nodes apart whose names begin alike', async () => {
    const key = newAttempt({ trial: [1] });
    await store.begin(key, {}, at);
    await store.begin(attempt({ node: 'train.1' }), {}, at);
    expect(await listed(key)).toEqual([[1]]);
  });
});

describe('an execution under concurrency', () => {
  it('has one success when 50 deliveries finish at once', async () => {
    const key = newAttempt();
    await Promise.all(Array.from({ length: 50 }, () => store.begin(key, {}, at)));
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        store.finishAttempt(key, result({ finishedAt: new Date(index).toISOString(), metadata: { index } })),
      ),
    );
    const winner = answers.indexOf(true);
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect((await store.get('default', key.runId, 'train', []))?.metadata).toEqual({ index: winner });
  });

  it('lets the highest of 50 attempts stand', async () => {
    const key = newAttempt();
    const attempts = Array.from({ length: 50 }, (_, index) => attempt({ attempt: `0.${index}` }));
    await Promise.all(attempts.map((each) => store.begin(each, {}, at)));
    const answers = await Promise.all(attempts.map((each) => store.finishAttempt(each, result())));
    expect(answers).toEqual(attempts.map((_, index) => index === 49));
    expect((await store.get('default', key.runId, 'train', []))?.attempt).toBe('0.49');
  });

  it('does under any sequence of deliveries what the model says', async () => {
    const order = fc.record({ generation: fc.integer({ min: 1, max: 2 }), redrive: fc.nat(1), retry: fc.nat(2) });
    const command = fc.oneof(
      fc.record({ kind: fc.constant('begin' as const), order }),
      fc.record({ kind: fc.constant('finish' as const), order, succeeds: fc.boolean() }),
      fc.record({ kind: fc.constant('fate' as const), order }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 14 }), async (commands) => {
        newAttempt();
        let model: ExecutionModel = newModel;
        for (const [index, { kind, order: given, ...rest }] of commands.entries()) {
          const key = attempt({ generation: given.generation, attempt: `${given.redrive}.${given.retry}` });
          const finishedAt = new Date(index).toISOString();
          if (kind === 'begin') {
            const expected = modelBegin(model, given);
            expect((await store.begin(key, {}, at)).kind).toBe(expected.answer);
            model = expected.model;
          } else if (kind === 'finish') {
            const succeeds = 'succeeds' in rest && rest.succeeds;
            const expected = modelFinish(model, given, succeeds);
            expect(await store.finishAttempt(key, succeeds ? result({ finishedAt }) : failure(finishedAt))).toBe(
              expected.answer,
            );
            model = expected.model;
          } else {
            const expected = modelFate(model, given.generation);
            expect(await store.setFate(key, 'errored', 'timed out', finishedAt)).toBe(expected.answer);
            model = expected.model;
          }
          const execution = await store.get('default', key.runId, 'train', []);
          expect(execution?.status).toBe(model.status);
        }
      }),
      { seed: 3, numRuns: process.env['SLIPWAY_TEST_FULL'] === undefined ? 60 : 1000 },
    );
  });
});
