import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeDataset } from '../../../../functions/steps/datasets/encode-dataset.ts';
import preprocess from '../../../../functions/steps/preprocess/step.ts';
import train from '../../../../functions/steps/train/step.ts';
import { idxArchive } from '../idx-fixture.ts';
import { passedOn, runStep, type GivenFile, type GivenStep, type StepResult } from '../step-fixture.ts';

let dataset: GivenFile[] = [];
let validation: GivenFile[] = [];

const digest = (result: StepResult, names: readonly string[]): string[] =>
  names.map((name) =>
    createHash('sha256')
      .update(result.outputs.get(name) ?? '')
      .digest('hex'),
  );

const parsed = (result: StepResult, name: string): unknown =>
  JSON.parse(result.outputs.get(name)?.toString() ?? 'null');

describe('train', () => {
  beforeAll(async () => {
    const prepared = await runStep(preprocess, {
      parameters: { size: 8, validation_share: 0.2 },
      inputs: { images: idxArchive({ train: 120 }) },
    });
    dataset = passedOn(prepared, ['train.npz']);
    validation = passedOn(prepared, ['validation.npz']);
  });

  it.each(['mlp', 'cnn'])('learns with a network of kind %s and says how it went', async (model) => {
    const parameters = { model, epochs: 8, learning_rate: 0.01, batch_size: 8, hidden_units: 16, seed: 3 };
    const result = await runStep(train, { parameters, inputs: { dataset, validation } });
    expect([...result.outputs.keys()]).toEqual([
      'metrics.json',
      'model-card.json',
      'model-card.md',
      'model.json',
      'weights.bin',
    ]);
    expect(result.metadata.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(Object.keys(result.metadata[0] ?? {})).toEqual(['epoch', 'loss', 'accuracy', 'val_loss', 'val_accuracy']);
    expect(result.metadata.at(-1)?.['val_accuracy']).toBeGreaterThan(0.9);
    expect(parsed(result, 'metrics.json')).toEqual({
      epochs: result.metadata,
      training_seconds: expect.any(Number) as number,
    });
    expect(parsed(result, 'model.json')).toMatchObject({
      format: 'layers-model',
      userDefinedMetadata: { classNames: ['0', '1', '2'], parameters, metrics: result.metadata.at(-1) },
    });
    expect(parsed(result, 'model-card.json')).toMatchObject({
      data: { classes: ['0', '1', '2'], trainImages: 96, validationImages: 24, trainImagesByClass: [32, 32, 32] },
      parameters,
    });
    expect(result.outputs.get('model-card.md')?.toString()).toContain('| 0 | 32 |');
  });

  it.each(['mlp', 'cnn'])('gives the same bytes for the same seed, and others for another: %s', async (model) => {
    const files = ['model.json', 'weights.bin'];
    const given = { parameters: { model, epochs: 2, hidden_units: 8, seed: 5 }, inputs: { dataset, validation } };
    const first = await runStep(train, given);
    const second = await runStep(train, given);
    const other = await runStep(train, { ...given, parameters: { ...given.parameters, seed: 6 } });
    expect(digest(second, files)).toEqual(digest(first, files));
    expect(digest(other, ['weights.bin'])).not.toEqual(digest(first, ['weights.bin']));
  });

  it('trains without validation images', async () => {
    const result = await runStep(train, { parameters: { epochs: 1 }, inputs: { dataset } });
    expect(Object.keys(result.metadata[0] ?? {})).toEqual(['epoch', 'loss', 'accuracy']);
  });

  it('ends between two batches when it is told to stop', async () => {
    const stop = new AbortController();
    const epochs: unknown[] = [];
    const run = runStep(train, {
      parameters: { epochs: 1000 },
      inputs: { dataset },
      signal: stop.signal,
      onMetadata: ({ epoch }) => {
        epochs.push(epoch);
        if (epoch === 2) setImmediate(() => stop.abort(new Error('stopped by its user')));
      },
    });
    await expect(run).rejects.toThrow('stopped by its user');
    expect(epochs).toEqual([1, 2]);
  });

  const other = (classNames: readonly string[]): GivenFile => ({
    name: 'other.npz',
    bytes: encodeDataset({
      id: 'other',
      collection: '',
      classNames,
      height: 2,
      width: 2,
      pixels: new Uint8Array(8),
      labels: Uint8Array.of(0, 0),
      names: ['a', 'b'],
    }),
  });

  it.each<[string, () => GivenStep, RegExp]>([
    ['no dataset', () => ({}), /^input "dataset" has no file; give the train.npz of a preprocess step$/],
    [
      'two datasets',
      () => ({ inputs: { dataset: [...dataset, ...dataset] } }),
      /^input "dataset" has 2 files \(train.npz, train.npz\); give one$/,
    ],
    [
      'a file that is no dataset',
      () => ({ inputs: { dataset: [{ name: 'a.npz', bytes: 'x' }] } }),
      /"a.npz" is not a readable/,
    ],
    ['one class', () => ({ inputs: { dataset: [other(['a'])] } }), /has 1 class; a model needs at least two$/],
    [
      'validation images of another split',
      () => ({ inputs: { dataset, validation: [other(['a', 'b'])] } }),
      /^"other.npz" does not belong to the training data: it has images of 2 x 2 in the classes a, b \(split other\)/,
    ],
    [
      'no epoch',
      () => ({ parameters: { epochs: 0 }, inputs: { dataset } }),
      /^parameter "epochs" is 0; it must be a whole number from 1 to 1000$/,
    ],
    [
      'half an epoch',
      () => ({ parameters: { epochs: 1.5 }, inputs: { dataset } }),
      /"epochs" is 1.5; it must be a whole number/,
    ],
    [
      'a word for a number',
      () => ({ parameters: { learning_rate: 'fast' }, inputs: { dataset } }),
      /"learning_rate" is "fast"; it must be a number/,
    ],
    [
      'an unknown network',
      () => ({ parameters: { model: 'gpt' }, inputs: { dataset } }),
      /^parameter "model" is "gpt"; it must be one of mlp, cnn$/,
    ],
  ])('refuses %s', async (_what, given, message) => {
    await expect(runStep(train, given())).rejects.toMatchObject({
      name: 'StepInputError',
      message: expect.stringMatching(message) as string,
    });
  });
});
