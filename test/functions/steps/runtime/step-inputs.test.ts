import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimUpload } from '../../../../platform/artifacts/claim-upload.ts';
import { uploadOutputs } from '../../../../platform/artifacts/upload-outputs.ts';
import { attemptPrefix } from '../../../../platform/runs/run-keys.ts';
import { type ArtifactReference, executionIdOf } from '../../../../platform/runs/run.ts';
import type { StepEvent } from '../../../../statemachines/asl/compiled-pipeline.ts';
import type { InputPlan, InputSource, NodePlan, ParameterPlan } from '../../../../statemachines/plan/execution-plan.ts';
import { createHash } from 'node:crypto';
import { lambdaContext, type RuntimeHarness, startHarness } from './runtime-harness.ts';

const at = '2026-01-01T00:00:00.000Z';
let harness: RuntimeHarness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

function input(sources: readonly InputSource[], over: Partial<InputPlan> = {}): InputPlan {
  return { name: 'data', optional: false, keepDirectories: 'none', download: 'always', sources, ...over };
}
const axis = (id: string, size: number): NodePlan['axes'][number] => ({
  id,
  origin: 'pipeline',
  points: Array.from({ length: size }, (_, index) => ({ [id]: index })),
  onChildError: 'continue-and-error',
  concurrency: 10,
  batchSize: 1,
});
const gatheredTrain = (size: number) => ({
  node: 'train',
  axes: [{ axis: 'harbour', size, gathered: true }],
});

interface Written {
  readonly files: Readonly<Record<string, string>>;
  readonly trial?: readonly number[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly fails?: boolean;
}

/** Another node's execution that has written files, in the run of the event. */
async function written(event: StepEvent, node: string, options: Written): Promise<readonly ArtifactReference[]> {
  const { files, trial = [], metadata = {}, parameters = {}, fails = false } = options;
  const key = { ...event, node, trial, attempt: '0.0' };
  const executionId = executionIdOf(node, trial);
  await harness.stores.executions.begin(key, parameters, at);
  const outputs = await uploadOutputs(
    harness.stores,
    {
      project: 'default',
      producedBy: { runId: event.runId, node, executionId },
      prefix: attemptPrefix('default', event.runId, { ...key, executionId }),
    },
    Object.entries(files).map(([path, content]) => ({
      path,
      size: content.length,
      open: () => Readable.from([Buffer.from(content)]),
    })),
    () => at,
  );
  const outcome = fails
    ? ({ kind: 'failed', error: 'StepFailed', message: 'no' } as const)
    : ({ kind: 'succeeded' } as const);
  await harness.stores.executions.finishAttempt(key, { outcome, metadata, outputs, inputs: {}, finishedAt: at });
  return outputs;
}

interface Seen {
  readonly seen: readonly {
    readonly place: string;
    readonly content: string;
    readonly trial?: readonly number[];
    readonly owned: boolean;
  }[];
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What the reading step has seen. */
async function read(event: StepEvent): Promise<Seen> {
  expect(await harness.step('reader')(event, lambdaContext())).toEqual({ status: 'succeeded' });
  const [text] = Object.values(await harness.objectsOf(event, 'seen.json'));
  return JSON.parse(text ?? '') as Seen;
}
const places = ({ seen }: Seen): readonly unknown[] => seen.map(({ place, content, trial }) => [place, content, trial]);
const predict = (plan: Partial<NodePlan>): Promise<StepEvent> =>
  harness.plan({ step: 'predict', ...plan }, { node: 'predict' });

describe('inputs from another node', () => {
  it('are what a pattern matches: the path, or without "/" the base name', async () => {
    const producer = { node: 'train', axes: [] };
    const files = { 'models/a.npz': 'A', 'b.npz': 'B', 'models/deep/c.txt': 'C', 'notes.txt': 'N' };
    const matched: unknown[] = [];
    for (const pattern of ['*.npz', 'models/*', 'models/**', '*', 'b.npz', 'a.npz', '*.{txt,md}']) {
      const event = await predict({ inputs: [input([{ kind: 'output', producer, pattern }])] });
      await written(event, 'train', { files });
      matched.push([pattern, (await read(event)).seen.map(({ content }) => content).join('')]);
    }
    expect(matched).toEqual([
      ['*.npz', 'AB'],
      ['models/*', 'A'],
      ['models/**', 'AC'],
      ['*', 'ABCN'],
      ['b.npz', 'B'],
      ['a.npz', 'A'],
      ['*.{txt,md}', 'CN'],
    ]);
  });

  it('are gathered in trial order, apart where they share a name, without the trials that failed', async () => {
    const producer = gatheredTrain(4);
    const event = await predict({ inputs: [input([{ kind: 'output', producer, pattern: '*' }])] });
    for (const index of [3, 1, 0]) {
      const files = { 'model.npz': `m${index}`, [`only-${index}.txt`]: `o${index}` };
      await written(event, 'train', { files, trial: [index], parameters: { harbour: `h${index}` } });
    }
    await written(event, 'train', { files: { 'model.npz': 'broken' }, trial: [2], fails: true });
    const seen = await read(event);
    expect(places(seen)).toEqual(
      [0, 1, 3].flatMap((index) => [
        [`data/train.${index}/model.npz`, `m${index}`, [index]],
        [`data/only-${index}.txt`, `o${index}`, [index]],
      ]),
    );
    const execution = await harness.executionOf(event);
    const [first] = execution?.inputs['data'] ?? [];
    expect(await harness.stores.artifacts.readers('default', first?.artifactId ?? '')).toEqual([
      { runId: event.runId, node: 'predict', executionId: 'predict' },
    ]);
  });

  it('are gathered from a large sweep by listing it', async () => {
    const event = await predict({ inputs: [input([{ kind: 'output', producer: gatheredTrain(25), pattern: 'm' }])] });
    const trials = Array.from({ length: 25 }, (_, index) => index);
    await Promise.all(trials.map((index) => written(event, 'train', { files: { m: `${index}` }, trial: [index] })));
    expect((await read(event)).seen.map(({ content }) => content)).toEqual(trials.map(String));
  });

  it('come from the trial of the same index where axes are shared', async () => {
    const producer = {
      node: 'train',
      axes: [
        { axis: 'harbour', size: 2, gathered: false },
        { axis: 'epochs', size: 2, gathered: true },
      ],
    };
    const event = await harness.plan(
      { axes: [axis('harbour', 2)], inputs: [input([{ kind: 'output', producer, pattern: '*' }])] },
      { node: 'predict', trial: [1] },
    );
    for (const trial of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]) {
      await written(event, 'train', { files: { m: trial.join('') }, trial });
    }
    expect((await read(event)).seen.map(({ content }) => content)).toEqual(['10', '11']);
  });

  it('keep folders as the input says', async () => {
    const producer = { node: 'train', axes: [] };
    const kept: unknown[] = [];
    for (const keepDirectories of ['none', 'full', 'suffix'] as const) {
      const source = { kind: 'output' as const, producer, pattern: 'out/**' };
      const event = await predict({ inputs: [input([source], { keepDirectories })] });
      await written(event, 'train', { files: { 'out/x/a.txt': 'A', 'out/y/a.txt': 'B' } });
      kept.push((await read(event)).seen.map(({ place }) => place));
    }
    expect(kept).toEqual([
      ['data/train/a.txt', 'data/1/train/a.txt'],
      ['data/out/x/a.txt', 'data/out/y/a.txt'],
      ['data/x/a.txt', 'data/y/a.txt'],
    ]);
  });

  it('are refused when the bucket holds other bytes than were recorded', async () => {
    const event = await predict({
      inputs: [input([{ kind: 'output', producer: { node: 'train', axes: [] }, pattern: '*' }])],
    });
    const [model] = await written(event, 'train', { files: { 'model.npz': 'weights' } });
    const key = model?.uri.replace(`s3://${harness.local.bucket}/`, '') ?? '';
    await harness.stores.objects.putText(key, 'tampered', 'application/octet-stream');
    await expect(harness.step('reader')(event, lambdaContext())).rejects.toMatchObject({
      name: 'StepErrored',
      message: expect.stringMatching(
        /^input "data": ".*model\.npz" is damaged: its SHA-256 is .*, and .* was recorded/,
      ) as string,
    });
  });

  it('are those of the producers that succeeded; what a failed one has left is read where none did', async () => {
    const from = (node: string): InputSource => ({ kind: 'output', producer: { node, axes: [] }, pattern: '*' });
    const read290And280 = async (fails: readonly boolean[]) => {
      const event = await predict({ inputs: [input([from('n290'), from('n280')], { keepDirectories: 'full' })] });
      await written(event, 'n290', { files: { 'half.npz': 'partial' }, fails: fails[0] === true });
      await written(event, 'n280', { files: { 'model.npz': 'whole' }, fails: fails[1] === true });
      return (await read(event)).seen.map(({ content }) => content);
    };
    expect([
      await read290And280([true, false]),
      await read290And280([false, false]),
      await read290And280([true, true]),
    ]).toEqual([['whole'], ['partial', 'whole'], ['partial', 'whole']]);
  });

  it('that match nothing end the step with what there was', async () => {
    const event = await predict({
      inputs: [input([{ kind: 'output', producer: { node: 'train', axes: [] }, pattern: '*.h5' }])],
    });
    await written(event, 'train', { files: { 'model.npz': 'weights', 'log.txt': '' } });
    await expect(harness.step('reader')(event, lambdaContext())).rejects.toMatchObject({
      name: 'StepErrored',
      message:
        'input "data" of node "predict" got no file: "*.h5" matches no output of node "train", which wrote "model.npz", "log.txt"; make it optional, or let it match',
    });
  });
});

describe('inputs from addresses', () => {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

  it('may be uploads, objects by wildcard, and web pages; an optional one may be empty', async () => {
    const server = createServer((_, response) => response.setHeader('content-type', 'text/csv').end('a,b'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const web = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tables/labels.csv?signature=secret`;
    const { artifact, upload } = await claimUpload(
      harness.stores,
      { project: 'default', name: 'images.zip', size: 6, sha256: sha256('pixels'), mediaType: 'application/zip' },
      at,
    );
    await fetch(upload?.url ?? '', { method: 'PUT', headers: upload?.headers ?? {}, body: 'pixels' });
    for (const name of ['a/1.txt', 'a/b/2.txt', 'c.txt'])
      await harness.stores.objects.putText(`shelf/${name}`, name, 'text/plain');
    const uri = (address: string): InputSource => ({ kind: 'uri', uri: address });
    const event = await predict({
      parameters: [
        { name: 'folder', type: 'string', multiple: false, optional: false, source: { kind: 'value', value: 'a' } },
      ],
      inputs: [
        input([uri(artifact.uri)], { name: 'upload', filename: 'renamed.zip' }),
        input([uri(`s3://${harness.local.bucket}/shelf/{parameter:folder}/**`)], {
          name: 'shelf',
          keepDirectories: 'suffix',
        }),
        input([uri(web)], { name: 'web' }),
        input([], { name: 'none', optional: true }),
      ],
    });
    const { seen } = await read(event);
    expect(seen.map(({ place, content, owned }) => [place, content, owned])).toEqual([
      ['upload/renamed.zip', 'pixels', true],
      ['shelf/1.txt', 'a/1.txt', false],
      ['shelf/b/2.txt', 'a/b/2.txt', false],
      ['web/labels.csv', 'a,b', false],
    ]);
    expect((await harness.executionOf(event))?.inputs['web']).toMatchObject([
      { sha256: sha256('a,b'), mediaType: 'text/csv' },
    ]);
    server.close();
  });

  it.each([
    [
      's3://slipway-test/nothing.txt',
      'input "data": "s3://slipway-test/nothing.txt" does not exist; upload it, or correct the address',
    ],
    ['dataset://harbours/latest', /datasets and aliases are not resolved by this version/],
    ['images.zip', /an input is an s3:\/\/ or https:\/\/ address, or a file that is uploaded/],
    ['http://127.0.0.1:1/x', /^input "data": fetch failed: .*/],
  ])('say what is wrong with %s', async (uri, message) => {
    const event = await predict({ inputs: [input([{ kind: 'uri', uri }])] });
    await expect(harness.step('reader')(event, lambdaContext())).rejects.toMatchObject({
      name: 'StepErrored',
      message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
    });
    expect((await harness.executionOf(event))?.attemptOutcome).toMatchObject({ kind: 'errored' });
  });
});

describe('parameters from another node', () => {
  const metadata = (over: Partial<ParameterPlan>, key = 'harbour', gathered = false): ParameterPlan => ({
    name: 'harbour',
    type: 'string',
    multiple: false,
    optional: false,
    source: {
      kind: 'metadata',
      key,
      producer: gathered ? gatheredTrain(2) : { node: 'train', axes: [] },
    },
    ...over,
  });

  it('are its latest metadata, or its own parameters, cast to the declared type', async () => {
    const own: ParameterPlan = {
      ...metadata({ name: 'size', type: 'integer' }),
      source: { kind: 'parameter', parameter: 'size', producer: { node: 'train', axes: [] } },
    };
    const event = await predict({ parameters: [metadata({}), own] });
    await written(event, 'train', { files: {}, metadata: { harbour: 'A' }, parameters: { size: '28' } });
    expect((await read(event)).parameters).toEqual({ harbour: 'A', size: 28 });
  });

  it('are a list in trial order where axes end', async () => {
    const event = await predict({ parameters: [metadata({ multiple: true }, 'harbour', true)] });
    await written(event, 'train', { files: {}, trial: [1], metadata: { harbour: ['C', 'D'] } });
    await written(event, 'train', { files: {}, trial: [0], metadata: { harbour: 'A' } });
    expect((await read(event)).parameters).toEqual({ harbour: ['A', 'C', 'D'] });
  });

  it('keep what they were without the edge where the other node had no turn', async () => {
    const fallback = { kind: 'value', value: 'B' } as const;
    const event = await predict({ parameters: [metadata({ fallback })] });
    await harness.stores.executions.setFate({ ...event, node: 'train', trial: [] }, 'skipped', 'told to', at);
    expect((await read(event)).parameters).toEqual({ harbour: 'B' });

    const omitted = await predict({ parameters: [metadata({ fallback })] });
    expect((await read(omitted)).parameters).toEqual({ harbour: 'B' });

    const silent = await predict({ parameters: [metadata({ fallback })] });
    await written(silent, 'train', { files: {}, metadata: { size: 1 } });
    await expect(harness.step('reader')(silent, lambdaContext())).rejects.toMatchObject({
      message:
        'parameter "harbour" of node "predict" waits for metadata "harbour" of node "train", which is missing; it printed "size"',
    });
  });

  it('say that the other node had no turn where there is nothing else', async () => {
    const event = await predict({ parameters: [metadata({})] });
    await expect(harness.step('reader')(event, lambdaContext())).rejects.toMatchObject({
      name: 'StepErrored',
      message:
        'parameter "harbour" of node "predict" waits for metadata "harbour" of node "train", which did not run; give the parameter a default for that case',
    });
  });

  it.each([
    [
      metadata({}, 'ghost'),
      'parameter "harbour" of node "predict" waits for metadata "ghost" of node "train", which is missing; it printed "harbour"',
    ],
    [
      metadata({ type: 'integer' }),
      'parameter "harbour" of node "predict" wants an integer, but got "A" from metadata "harbour" of node "train"',
    ],
  ])('say what is missing or wrong', async (parameter, message) => {
    const event = await predict({ parameters: [parameter] });
    await written(event, 'train', { files: {}, metadata: { harbour: 'A' } });
    await expect(harness.step('reader')(event, lambdaContext())).rejects.toMatchObject({
      name: 'StepErrored',
      message,
    });
    expect(await harness.executionOf(event)).toMatchObject({
      parameters: {},
      attemptOutcome: { kind: 'errored', error: 'StepErrored', message },
    });
  });
});
