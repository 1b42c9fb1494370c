import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StepEvent } from '../../../../statemachines/asl/compiled-pipeline.ts';
import type { ParameterPlan } from '../../../../statemachines/plan/execution-plan.ts';
import { createRunStore } from '../../../../platform/aws/run-store.ts';
import type { Run, RunNode } from '../../../../platform/runs/run.ts';
import { lambdaContext, type RuntimeHarness, startHarness } from './runtime-harness.ts';

let harness: RuntimeHarness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

const epochs: ParameterPlan = {
  name: 'epochs',
  type: 'integer',
  multiple: false,
  optional: false,
  source: { kind: 'axis', axis: 'epochs', key: 'epochs' },
};
const sweep = {
  axes: [
    {
      id: 'epochs',
      origin: 'pipeline' as const,
      points: [{ epochs: 2 }, { epochs: '5' }],
      onChildError: 'continue-and-error' as const,
      concurrency: 100,
      batchSize: 1,
    },
  ],
  parameters: [epochs],
};

describe('a step that succeeds', () => {
  it('leaves parameters, metadata, outputs with lineage, logs and a manifest', async () => {
    const event = await harness.plan({ ...sweep, environmentVariables: { FLAVOUR: 'salt' } }, { trial: [1] });
    expect(await harness.step('learner')(event, lambdaContext())).toEqual({ status: 'succeeded' });

    const execution = await harness.executionOf(event);
    expect(execution).toMatchObject({
      executionId: 'train.1',
      status: 'succeeded',
      attemptOutcome: { kind: 'succeeded' },
      parameters: { epochs: 5 },
      metadata: { epoch: 99, loss: 0.2, accuracy: 0.5 },
    });
    expect(execution?.outputs.map(({ path, size, mediaType, metadata }) => [path, size, mediaType, metadata])).toEqual([
      ['direct.json', 2, 'application/json', { kind: 'sidecar' }],
      ['models/model.npz', 7, 'application/octet-stream', { epochs: 5 }],
      ['report.txt', 2, 'text/x-report', undefined],
      ['train.1.txt', 7, 'text/plain', undefined],
    ]);
    const [, model] = execution?.outputs ?? [];
    expect(await harness.stores.artifacts.get('default', model?.artifactId ?? '')).toMatchObject({
      producedBy: { runId: event.runId, node: 'train', executionId: 'train.1' },
    });
    expect(await harness.logsOf(event)).toEqual([
      'stdout: begin salt',
      'stderr: careful',
      ...[1, 2, 3, 4, 5].flatMap((epoch) => [
        `stdout: epoch ${epoch}: `,
        `stdout: ${JSON.stringify({ epoch, loss: 1 / epoch })}`,
      ]),
      'stdout: {"accuracy":0.5,"epoch":99}',
      'stderr: {"accuracy":1}',
    ]);
    const manifests = await harness.objectsOf(event, 'manifest.json');
    expect(Object.keys(manifests)).toEqual(['train/train.1/1.0.0/manifest.json']);
    const manifest = JSON.parse(Object.values(manifests)[0] ?? '') as object;
    expect(manifest).toMatchObject({ executionId: 'train.1', parameters: { epochs: 5 }, outputs: execution?.outputs });
    const series = await harness.objectsOf(event, '.ndjson');
    const events = Object.entries(series).filter(([key]) => key.includes('/metadata/'));
    expect(events.flatMap(([, text]) => text.trimEnd().split('\n'))).toHaveLength(6);
    expect(JSON.parse(events[0]?.[1].split('\n')[0] ?? '')).toEqual({
      time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      values: { epoch: 1, loss: 1 },
    });
  });

  it('has nothing of what an earlier one left behind and did not wait for', async () => {
    const late: ParameterPlan = {
      name: 'late',
      type: 'flag',
      multiple: false,
      optional: false,
      source: { kind: 'axis', axis: 'late', key: 'late' },
    };
    const [axis] = sweep.axes;
    const plan = {
      axes: axis === undefined ? [] : [{ ...axis, id: 'late', points: [{ late: true }, { late: false }] }],
      parameters: [late],
    };
    const first = await harness.plan(plan, { trial: [0] });
    const second = { ...first, trial: [1] };
    const step = harness.step('forgetful');
    await step(first, lambdaContext());
    await step(second, lambdaContext());
    expect((await harness.executionOf(first))?.metadata).toEqual({ now: 'train.0' });
    expect((await harness.executionOf(second))?.metadata).toEqual({ now: 'train.1' });
    // Of both trials.
    expect(await harness.logsOf(second)).toEqual(['stdout: {"now":"train.0"}', 'stdout: {"now":"train.1"}']);
  });

  it('costs nothing in S3 when it does nothing', async () => {
    const event = await harness.plan({});
    await harness.step('noop')(event, lambdaContext());
    expect(await harness.objectsOf(event)).toEqual({});
    expect(await harness.executionOf(event)).toMatchObject({ status: 'succeeded', outputs: [], metadata: {} });
  });

  it('has one manifest and one set of artifacts when delivered three times', async () => {
    const event = await harness.plan(sweep, { trial: [0] });
    const step = harness.step('learner');
    await step(event, lambdaContext());
    const first = await harness.executionOf(event);
    await step(event, lambdaContext());
    await step({ ...event, attempt: '0.1' }, lambdaContext());
    expect(await harness.executionOf(event)).toEqual(first);
    expect(Object.keys(await harness.objectsOf(event, 'manifest.json'))).toHaveLength(1);
    const artifacts = await harness.stores.artifacts.listOfRun('default', event.runId, { limit: 100 });
    expect(artifacts.items).toHaveLength(4);
  });

  it('leaves no work folder behind', async () => {
    const event = await harness.plan(sweep, { trial: [0] });
    await harness.step('learner')(event, lambdaContext());
    const folders = await readdir(harness.temporaryDirectory);
    expect(folders).toEqual([]);
  });
});

const way = (value: string): { parameters: ParameterPlan[] } => ({
  parameters: [{ name: 'way', type: 'string', multiple: false, optional: false, source: { kind: 'value', value } }],
});

async function fails(
  ending: string,
  options: { remainingMs?: number; heapMb?: number } = {},
): Promise<{ event: StepEvent; error: unknown }> {
  const event = await harness.plan(way(ending));
  const step = harness.step(
    'misbehaving',
    options.heapMb === undefined ? {} : { limits: { maxOldGenerationSizeMb: options.heapMb } },
  );
  const error: unknown = await step(event, lambdaContext(options.remainingMs)).catch((thrown: unknown) => thrown);
  return { event, error };
}

describe('a step that fails', () => {
  it.each([
    ['throw', 'StepFailed', /^the step threw NotEnoughImages: 3 images, \| but 10 are needed$/],
    ['throw-nothing', 'StepFailed', /^the step threw Error: threw undefined$/],
    ['input-error', 'StepErrored', /^labels\.csv names "x\.png", which is not in the archive$/],
    ['crash', 'StepFailed', /^the step, outside of what it awaits, threw TypeError: late$/],
    ['rejection', 'StepFailed', /^the step, outside of what it awaits, threw RangeError: nobody waits$/],
    ['exit', 'StepFailed', /^the step called process\.exit\(3\) before it had returned/],
    ['escape', 'StepFailed', /outputs\.write: the path "\.\.\/\.\.\/escaped\.txt" leaves its folder by "\.\."$/],
    ['escape-link', 'StepFailed', /^the output "secret\.txt" is a link that leads out of the outputs folder/],
    ['forbidden', 'StepFailed', /^a file may not be written there; a step writes into its outputs folder/],
    ['full', 'StepFailed', /^no space is left in the step's temporary folder; raise "storage"/],
  ])('by %s says so in one line, and keeps its outputs and logs', async (ending, name, message) => {
    const { event, error } = await fails(ending);
    expect(error).toMatchObject({ name, message: expect.stringMatching(message) as string });
    const execution = await harness.executionOf(event);
    expect(execution).toMatchObject({
      status: 'running',
      attemptOutcome: { kind: name === 'StepFailed' ? 'failed' : 'errored', error: name },
    });
    expect(execution?.outputs.map(({ path }) => path)).toEqual(['so-far.txt']);
    const logs = await harness.logsOf(event);
    expect(logs[0]).toBe('stdout: before');
    expect(logs).toContainEqual(expect.stringMatching(/^platform: /));
  });

  it('runs again with a higher attempt, in the same environment', async () => {
    const event = await harness.plan(way('exit'));
    const step = harness.step('misbehaving');
    await expect(step(event, lambdaContext())).rejects.toThrow('process.exit(3)');
    await expect(step({ ...event, attempt: '0.1' }, lambdaContext())).rejects.toThrow('process.exit(3)');
    const execution = await harness.executionOf(event);
    expect(execution).toMatchObject({ attempt: '0.1' });
    expect(execution?.outputs.map(({ uri }) => uri.includes('/1.0.1/'))).toEqual([true]);
  });

  it('answers with the same failure when the same attempt is delivered again', async () => {
    const event = await harness.plan(way('throw'));
    const step = harness.step('misbehaving');
    const first: unknown = await step(event, lambdaContext()).catch((error: unknown) => error);
    const second: unknown = await step(event, lambdaContext()).catch((error: unknown) => error);
    expect(second).toEqual(first);
  });

  it('says that it used up its memory', async () => {
    const { event, error } = await fails('memory', { heapMb: 64 });
    expect(error).toMatchObject({
      name: 'StepFailed',
      message:
        'the step used up its memory (the function has 512 MB); raise "memory" of the step, or keep less at once',
    });
    expect((await harness.executionOf(event))?.outputs).toHaveLength(1);
  });

  it.each(['never', 'block', 'obey'])(
    'is ended before its time limit, its outputs kept, when it does: %s',
    async (ending) => {
      const context = lambdaContext(6000);
      const event = await harness.plan(way(ending));
      const step = harness.step('misbehaving');
      const error: unknown = await step(event, context).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'StepFailed' });
      const [, endedAfter, limit] =
        /^the step was ended after ([\d.]+) s, shortly before its time limit of ([\d.]+) s; raise "timeout" of the step, or let it do less at once$/.exec(
          error instanceof Error ? error.message : '',
        ) ?? [];
      // Both are planned when the step begins, so that the load of the machine does not change which is the lesser.
      expect(Number(endedAfter)).toBeLessThan(Number(limit));
      expect(Number(limit)).toBeLessThanOrEqual(6);
      expect((await harness.executionOf(event))?.outputs).toHaveLength(1);
      if (ending === 'block') expect(await harness.logsOf(event)).toContain('stdout: blocking');
      // The environment is as good as before.
      const next = await harness.plan(way('well'));
      expect(await step(next, lambdaContext())).toEqual({ status: 'succeeded' });
    },
  );

  it('is held to its own time limit, also where the function has more', async () => {
    const event = await harness.plan({ ...way('block'), timeoutSeconds: 1 });
    await expect(harness.step('misbehaving')(event, lambdaContext())).rejects.toThrow('time limit of 1 s');
  });
});

describe('a step whose run is stopped', () => {
  it.each(['never', 'block', 'obey'])('ends as stopped when it does: %s', async (ending) => {
    const event = await harness.plan(way(ending));
    await harness.setRunStatus(event, 'stopping');
    await expect(harness.step('misbehaving')(event, lambdaContext(20_000))).rejects.toMatchObject({
      name: 'StepStopped',
      message: 'the run was stopped',
    });
    expect((await harness.executionOf(event))?.attemptOutcome).toMatchObject({ kind: 'stopped' });
  });

  it('changes nothing once its fate is written', async () => {
    const event = await harness.plan({});
    await harness.stores.executions.setFate(event, 'stopped', 'the run was stopped', '2026-01-01T00:00:00.000Z');
    await expect(harness.step('noop')(event, lambdaContext())).rejects.toMatchObject({ name: 'StepStopped' });
  });
});

describe('a step of finally', () => {
  it('knows what its run has come to, and works on where that was stopped', async () => {
    const event = await harness.plan({ finally: true });
    const runs = createRunStore(harness.local);
    const bad = { node: 'train', fate: 'failed', reason: 'it diverged' };
    const nodes = [bad, { node: 'publish', fate: 'omitted' }] as unknown as readonly RunNode[];
    await runs.create({
      ...event,
      status: 'running',
      nodes,
      parameters: {},
      inputs: {},
      createdAt: '2026-01-01T00:00:00.000Z',
    } as unknown as Run);
    const told = async () => {
      await harness.step('last')(event, lambdaContext());
      const [text] = Object.values(await harness.objectsOf(event, 'run.json'));
      return JSON.parse(text ?? '') as unknown;
    };
    const outcome = { status: 'stopped', reason: 'the run was stopped' } as const;
    expect(await runs.settle(event, 1, nodes, outcome)).toBe(true);
    expect(await runs.setStatus(event, 1, 'stopping')).toBe(true);
    expect(await told()).toEqual({
      run: { ...outcome, failedNodes: [{ node: 'train', status: 'failed', reason: 'it diverged' }] },
      environment: ['stopped', '["train"]'],
    });
  });

  it('is the only one that does', async () => {
    const event = await harness.plan({});
    await harness.step('last')(event, lambdaContext());
    const [text] = Object.values(await harness.objectsOf(event, 'run.json'));
    expect(JSON.parse(text ?? '')).toEqual({ environment: [null, null] });
  });
});

describe('a late older attempt', () => {
  it('is dropped when it begins, and when it ends', async () => {
    const event = await harness.plan(way('never'));
    const older = harness
      .step('misbehaving')(event, lambdaContext(20_000))
      .catch((error: unknown) => error);
    await expect.poll(() => harness.executionOf(event), { timeout: 5000 }).toMatchObject({ status: 'running' });
    const newer = { ...event, attempt: '0.1' };
    await harness.stores.executions.begin(newer, {}, '2026-01-01T00:00:00.000Z');
    await harness.setRunStatus(event, 'stopped');
    expect(await older).toMatchObject({ message: 'attempt 0.0 of execution "train" is late: attempt 0.1 stands' });
    expect(await harness.executionOf(event)).toMatchObject({ attempt: '0.1', status: 'running', outputs: [] });
    await expect(harness.step('noop')(event, lambdaContext())).rejects.toThrow('is late');
  });
});

describe('a batch of trials', () => {
  it('gives each trial its own fate', async () => {
    const points = ['well', 'throw', 'well'].map((value) => ({ way: value }));
    const { project, runId, generation, node, attempt } = await harness.plan({
      axes: sweep.axes.map((axis) => ({ ...axis, id: 'way', points })),
      parameters: [{ ...epochs, name: 'way', type: 'string', source: { kind: 'axis', axis: 'way', key: 'way' } }],
    });
    const step = harness.step('misbehaving');
    expect(await step({ project, runId, generation, node, attempt, trials: [[0], [1], [2]] }, lambdaContext())).toEqual(
      { failed: 1, fates: 12 },
    );
    const statuses = [];
    for await (const execution of harness.stores.executions.list('default', runId, 'train')) {
      statuses.push([execution.executionId, execution.status]);
    }
    expect(statuses).toEqual([
      ['train.0', 'succeeded'],
      ['train.1', 'failed'],
      ['train.2', 'succeeded'],
    ]);
  });
});
