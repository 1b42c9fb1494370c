import { parse } from 'csv-parse/sync';
import { PNG } from 'pngjs';
import { beforeAll, describe, expect, it } from 'vitest';
import predict from '../../../../functions/steps/predict/step.ts';
import preprocess from '../../../../functions/steps/preprocess/step.ts';
import type { FileProducer } from '../../../../functions/steps/step-context.ts';
import train from '../../../../functions/steps/train/step.ts';
import { idxArchive } from '../idx-fixture.ts';
import { passedOn, runStep, type GivenFile, type GivenStep, type StepResult } from '../step-fixture.ts';

const EVERY_OUTPUT = ['metrics.json', 'model-card.json', 'model-card.md', 'model.json', 'weights.bin'];

/** Two collections, each trained twice, as a sweep would hand them on. */
interface Sweep {
  readonly models: readonly (readonly GivenFile[])[];
  readonly tests: readonly GivenFile[];
}

async function runSweep(): Promise<Sweep> {
  const models: GivenFile[][] = [];
  const tests: GivenFile[] = [];
  for (const [first, collection] of ['outer', 'inner'].entries()) {
    const prepared = await runStep(preprocess, {
      parameters: { collection, classes: ['outer=0,3', 'inner=1,2,3'], class_names: ['a', 'b', 'c', 'd'], size: 8 },
      inputs: { images: idxArchive({ train: 160, test: 40, classes: 4 }) },
    });
    tests.push(...passedOn(prepared, ['test.npz']));
    for (const [second, epochs] of [1, 30].entries()) {
      const trained = await runStep(train, {
        parameters: { epochs, hidden_units: 16, learning_rate: 0.01, batch_size: 64 },
        inputs: { dataset: passedOn(prepared, ['train.npz']), validation: passedOn(prepared, ['validation.npz']) },
      });
      const producer: FileProducer = {
        runId: 'run',
        node: 'train',
        executionId: `train-${first}-${second}`,
        trial: [first, second],
        parameters: { epochs },
      };
      models.push(passedOn(trained, EVERY_OUTPUT, producer));
    }
  }
  return { models, tests };
}

const table = (result: StepResult, name: string): Record<string, string>[] =>
  parse(result.outputs.get(name) ?? Buffer.alloc(0), { columns: true });

describe('predict', () => {
  let sweep: Sweep = { models: [], tests: [] };
  let judged: StepResult = { outputs: new Map(), metadata: [] };

  beforeAll(async () => {
    sweep = await runSweep();
    judged = await runStep(predict, { inputs: { models: sweep.models.flat(), test: sweep.tests } });
  });

  it('judges every model by the test set of its own collection, in trial order', () => {
    const summary = table(judged, 'summary.csv');
    expect(
      summary.map(({ model, execution, collection, epochs, test_images: images }) => [
        model,
        execution,
        collection,
        epochs,
        images,
      ]),
    ).toEqual([
      ['outer-epochs-1', 'train-0-0', 'outer', '1', '20'],
      ['outer-epochs-30', 'train-0-1', 'outer', '30', '20'],
      ['inner-epochs-1', 'train-1-0', 'inner', '1', '30'],
      ['inner-epochs-30', 'train-1-1', 'inner', '30', '30'],
    ]);
    expect(Number(summary[1]?.['test_accuracy'])).toBeGreaterThan(0.9);
    expect(Number(summary[1]?.['training_seconds'])).toBeGreaterThan(0);
  });

  it('writes a line for each model and image, which the summary adds up', () => {
    const predictions = table(judged, 'predictions.csv');
    expect(predictions.length).toBe(2 * 20 + 2 * 30);
    for (const { model, test_right: right } of table(judged, 'summary.csv')) {
      const own = predictions.filter((line) => line['model'] === model);
      expect(own.filter(({ correct }) => correct === 'true').length).toBe(Number(right));
      expect(
        own.every((line) => (line['correct'] === 'true') === (line['true_label'] === line['predicted_label'])),
      ).toBe(true);
    }
    expect(
      new Set(predictions.filter(({ collection }) => collection === 'outer').map((line) => line['true_label'])),
    ).toEqual(new Set(['a', 'd']));
  });

  it('records a line a model, and the best by validation accuracy', () => {
    expect(judged.metadata.map((line) => line['model'] ?? line['best_model'])).toEqual([
      'outer-epochs-1',
      'outer-epochs-30',
      'inner-epochs-1',
      'inner-epochs-30',
      expect.stringMatching(/-epochs-/),
    ]);
    const accuracies = judged.metadata.slice(0, 4).map((line) => Number(line['val_accuracy']));
    expect(judged.metadata[4]?.['best_val_accuracy']).toBe(Math.max(...accuracies));
  });

  it('draws pictures that another library opens', () => {
    const pictures = [...judged.outputs.keys()].filter((name) => name.endsWith('.png'));
    expect(pictures).toEqual([
      'confusion-inner-epochs-1.png',
      'confusion-inner-epochs-30.png',
      'confusion-outer-epochs-1.png',
      'confusion-outer-epochs-30.png',
      'contact-sheet.png',
    ]);
    for (const name of pictures) {
      const { width, height } = PNG.sync.read(judged.outputs.get(name) ?? Buffer.alloc(0));
      expect(Math.min(width, height)).toBeGreaterThan(200);
    }
    expect(judged.outputs.get('summary.md')?.toString()).toContain('![contact sheet](contact-sheet.png)');
  });

  it('marks the wrong ones in red, and only them', async () => {
    const red = async (models: readonly GivenFile[]): Promise<boolean> => {
      const result = await runStep(predict, { inputs: { models, test: sweep.tests } });
      const wrong = table(result, 'predictions.csv').some(({ correct }) => correct === 'false');
      const { data, width } = PNG.sync.read(result.outputs.get('contact-sheet.png') ?? Buffer.alloc(0));
      let reds = 0;
      // Below the key, whose word "Red" is red too.
      for (let at = width * 80 * 4; at < data.length; at += 4) {
        if (data[at] === 207 && data[at + 1] === 34) reds++;
      }
      expect(reds > 0).toBe(wrong);
      return wrong;
    };
    const marked = [];
    for (const models of sweep.models) marked.push(await red(models));
    expect(new Set(marked)).toEqual(new Set([true, false]));
  });

  it('takes uploaded files without a producer, and a test set given twice', async () => {
    const uploaded = (sweep.models[0] ?? []).map((file) =>
      typeof file === 'string' ? file : { name: file.name, bytes: file.bytes },
    );
    const models = uploaded.filter((file) => typeof file === 'object' && file.name !== 'metrics.json');
    const result = await runStep(predict, { inputs: { models, test: [...sweep.tests, ...sweep.tests] } });
    expect(table(result, 'summary.csv')).toMatchObject([
      { model: 'outer', execution: 's3://artifacts/uploads/', training_seconds: '' },
    ]);
  });

  const changed = (name: string, bytes: string | Uint8Array): GivenFile[] =>
    (sweep.models[0] ?? []).map((file) => (typeof file === 'object' && file.name === name ? { ...file, bytes } : file));
  const without = (name: string): GivenFile[] =>
    (sweep.models[0] ?? []).filter((file) => typeof file === 'object' && file.name !== name);
  const judging = (models: readonly GivenFile[], test: readonly GivenFile[] = sweep.tests): GivenStep => ({
    inputs: { models, test },
  });

  it.each<[string, () => GivenStep, RegExp]>([
    ['no model', () => judging([]), /^input "models" has no model among its 0 files; give the model.json/],
    ['files that are no model', () => judging(sweep.tests), /no model among its 2 files \(test.npz\)/],
    [
      'no test set',
      () => judging(sweep.models.flat(), []),
      /^input "test" has no file; give the test.npz of every preprocess/,
    ],
    [
      'a model without weights',
      () => judging(without('weights.bin')),
      /^the model of train-0-0 has no "weights.bin"; hand on/,
    ],
    [
      'two models as one',
      () => judging([...(sweep.models[0] ?? []), ...(sweep.models[0] ?? [])]),
      /train-0-0 has 2 files "model.json"/,
    ],
    [
      'weights cut short',
      () => judging(changed('weights.bin', new Uint8Array(40))),
      /weights.bin has 40 bytes, model.json needs \d+; train/,
    ],
    [
      'a model.json of another kind',
      () => judging(changed('model.json', '{}')),
      /^the model of train-0-0: model.json is not one that the train step wrote/,
    ],
    [
      'metrics of another kind',
      () => judging(changed('metrics.json', 'x')),
      /^"metrics.json" beside the model of train-0-0 is not one/,
    ],
    [
      'a test set of another split',
      () => judging(sweep.models.flat(), sweep.tests.slice(1)),
      /^model train-0-0 was trained on collection "outer" \(split \w+\), and no test set comes from that split; given: collection "inner"/,
    ],
    [
      'a damaged test set',
      () => judging(sweep.models.flat(), [{ name: 'test.npz', bytes: 'PK' }]),
      /"test.npz" is not a readable .npz/,
    ],
  ])('refuses %s', async (_what, given, message) => {
    await expect(runStep(predict, given())).rejects.toMatchObject({
      name: 'StepInputError',
      message: expect.stringMatching(message) as string,
    });
  });
});
