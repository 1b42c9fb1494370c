import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimUpload } from '../../../../platform/artifacts/claim-upload.ts';
import type { StoredPlan } from '../../../../platform/runs/node-reuse.ts';
import type { Execution } from '../../../../platform/runs/run.ts';
import type { StepEvent } from '../../../../statemachines/asl/compiled-pipeline.ts';
import { lambdaContext, type RuntimeHarness, startHarness } from './runtime-harness.ts';

let harness: RuntimeHarness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

/** Runs one execution of a run of its own; `epochs` tells the tests' executions apart. */
async function run(
  epochs: number,
  plan: Partial<StoredPlan> = {},
  { step = 'counted', ...place }: { readonly step?: string } & Partial<StepEvent> = {},
): Promise<{ readonly event: StepEvent; readonly execution: Execution }> {
  const parameter = { name: 'epochs', type: 'integer', multiple: false, optional: false } as const;
  const parameters = [{ ...parameter, source: { kind: 'value', value: epochs } as const }];
  const event = await harness.plan({ parameters, ...plan }, place);
  await harness.step(step)(event, lambdaContext());
  const execution = await harness.executionOf(event);
  if (execution === undefined) throw new Error('no execution');
  return { event, execution };
}

const byKey = { reuse: { kind: 'cache-key' } } as const;

function input(uri: string): Pick<StoredPlan, 'inputs'> {
  const sources = [{ kind: 'uri', uri } as const];
  return { inputs: [{ name: 'data', optional: false, keepDirectories: 'none', download: 'always', sources }] };
}

async function uploaded(name: string, content: string): Promise<string> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const { artifact } = await claimUpload(
    harness.stores,
    { project: 'default', name, size: content.length, sha256, mediaType: 'text/plain' },
    '2026-01-01T00:00:00.000Z',
  );
  await harness.stores.objects.putText(artifact.uri.replace(/^s3:\/\/[^/]+\//u, ''), content, 'text/plain');
  return artifact.uri;
}

describe('an execution that may reuse results', () => {
  it('takes outputs and metadata of one that succeeded with its cache key, by reference', async () => {
    const { event: first, execution: made } = await run(1);
    const { event, execution: reused } = await run(1, byKey, { node: 'other' });
    const origin = { runId: first.runId, node: 'train', executionId: 'train' };
    expect(made.reusedFrom).toBeUndefined();
    expect(reused).toMatchObject({
      status: 'succeeded',
      cacheKey: made.cacheKey,
      reusedFrom: origin,
      outputs: made.outputs,
      metadata: { madeBy: first.runId },
    });
    expect(Object.keys(await harness.objectsOf(event)).filter((key) => !key.includes('/logs/'))).toEqual([]);
    expect(await harness.logsOf(event)).toEqual([
      `platform: not run: reused from execution "train" of run ${first.runId}`,
    ]);
    const { items } = await harness.stores.artifacts.listOfRun('default', event.runId, { limit: 10 });
    const reusedBy = { runId: event.runId, node: 'other', executionId: 'other' };
    expect(items).toEqual([expect.objectContaining({ ...made.outputs[0], producedBy: origin, reusedBy })]);
  });

  it('names the run that made a result, also through others that reused it', async () => {
    const { event: first } = await run(2);
    const { event: second } = await run(2, byKey);
    const { execution: third } = await run(2, byKey);
    const { execution: fourth } = await run(2, { reuse: { kind: 'run', runId: second.runId } });
    expect([third.reusedFrom?.runId, fourth.reusedFrom?.runId]).toEqual([first.runId, first.runId]);
  });

  it('is run where it may not reuse, or where a value, the code or the environment is another', async () => {
    await run(3);
    const madeAnew = [
      await run(3),
      await run(33, byKey),
      await run(3, { ...byKey, environmentVariables: { FLAVOUR: 'mild' } }),
      await run(3, byKey, { step: 'writing' }),
      await run(3, byKey, { project: 'default', step: 'noop' }),
    ];
    expect(madeAnew.map(({ execution }) => execution.reusedFrom)).toEqual(madeAnew.map(() => undefined));
  });

  it('knows inputs by their content and name, not by their address', async () => {
    const [a, again, renamed, changed] = [
      await uploaded('a.txt', 'same'),
      await uploaded('folder/a.txt', 'same'),
      await uploaded('b.txt', 'same'),
      await uploaded('changed/a.txt', 'other'),
    ];
    const { event } = await run(4, input(a));
    const origin = { runId: event.runId, node: 'train', executionId: 'train' };
    const results = [];
    for (const uri of [again, renamed, changed]) results.push((await run(4, { ...byKey, ...input(uri) })).execution);
    expect(results.map(({ reusedFrom }) => reusedFrom)).toEqual([origin, undefined, undefined]);
    expect(results[0]?.inputs['data']?.map(({ uri }) => uri)).toEqual([again]);
  });

  it('learns what a file of elsewhere is by bringing it', async () => {
    let content = 'first';
    const server = createServer((_, response) => response.end(content));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const from = input(`http://127.0.0.1:${port}/a.txt`);
    try {
      await run(5, from);
      const { execution: same } = await run(5, { ...byKey, ...from });
      content = 'second';
      const { execution: other } = await run(5, { ...byKey, ...from });
      expect([same.reusedFrom === undefined, other.reusedFrom === undefined]).toEqual([false, true]);
      expect(other.metadata).toMatchObject({ texts: ['second'] });
    } finally {
      server.close();
    }
  });

  it('is run where a file of the former result is gone, and then is what the next one reuses', async () => {
    const { execution: made } = await run(6);
    await harness.stores.objects.remove(made.outputs[0]?.uri.replace(/^s3:\/\/[^/]+\//u, '') ?? '');
    const { event, execution: anew } = await run(6, byKey);
    const { execution: next } = await run(6, byKey);
    expect([anew.reusedFrom, next.reusedFrom?.runId]).toEqual([undefined, event.runId]);
  });

  it('never takes a failed result, nor one of another project', async () => {
    await run(7, {}, { project: 'elsewhere' });
    expect((await run(7, byKey)).execution.reusedFrom).toBeUndefined();
    const event = await harness.plan({}, { runId: 'failing' });
    await expect(run(0, byKey, { runId: 'failing' })).rejects.toThrow('no epochs');
    expect(await harness.executionOf(event)).toMatchObject({ attemptOutcome: { kind: 'failed' } });
    expect((await harness.executionOf(event))?.cacheKey).toBeUndefined();
    await expect(run(0, byKey)).rejects.toThrow('no epochs');
  });

  it('takes the very execution of a named run, whatever its key, and is run where that one has none', async () => {
    const { event: first } = await run(8);
    const from = { reuse: { kind: 'run', runId: first.runId } } as const;
    const { execution: taken } = await run(88, from);
    const { execution: unknown } = await run(8, from, { node: 'unheard-of' });
    expect([taken.reusedFrom?.runId, unknown.reusedFrom]).toEqual([first.runId, undefined]);
    expect(taken.cacheKey).not.toBeUndefined();
  });

  it('may run twice at the same time, and both results stand', async () => {
    const both = await Promise.all([run(9, byKey), run(9, byKey)]);
    const { execution: later } = await run(9, byKey);
    expect(both.map(({ execution }) => execution.status)).toEqual(['succeeded', 'succeeded']);
    expect(both.map(({ event }) => event.runId)).toContain(later.reusedFrom?.runId);
  });
});
