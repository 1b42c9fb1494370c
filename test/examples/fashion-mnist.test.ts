import { readFile, readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { decodeDataset } from '../../functions/steps/datasets/decode-dataset.ts';
import predict from '../../functions/steps/predict/step.ts';
import preprocess from '../../functions/steps/preprocess/step.ts';
import train from '../../functions/steps/train/step.ts';
import { passedOn, runStep, type GivenFile, type StepResult } from '../functions/steps/step-fixture.ts';

const DATA = 'examples/fashion-mnist/data';
const images = ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'].map(
  (name) => `${DATA}/${name}-ubyte.gz`,
);

const prepare = (parameters: Record<string, string>): Promise<StepResult> =>
  runStep(preprocess, {
    parameters: { ...parameters, classes: ['tops=0,2,3,4,6', 'rest=1,5,7,8,9'] },
    inputs: { images },
  });

describe('the Fashion-MNIST subset', () => {
  it('has 1,000 training and 200 test images of each class, and its licence', async () => {
    const whole = await prepare({});
    const counts = ['train', 'validation', 'test'].map((part) => {
      const { labels, classNames } = decodeDataset(whole.outputs.get(`${part}.npz`) ?? new Uint8Array(), part);
      return classNames.map((_, label) => labels.filter((each) => each === label).length);
    });
    expect(counts).toEqual([900, 100, 200].map((count) => new Array<number>(10).fill(count)));
    expect(await readdir(DATA)).toContain('LICENSE');
    expect(await readFile(`${DATA}/LICENSE`, 'utf8')).toMatch(
      /Copyright: 2017, Zalando SE[^]+Permission is hereby granted/,
    );
  });
});

describe.runIf(process.env['SLIPWAY_TEST_FULL'] !== undefined)('the Fashion-MNIST sweep', () => {
  it('reaches its accuracies on test images, and more epochs do not harm', { timeout: 300_000 }, async () => {
    const models: GivenFile[] = [];
    const tests: GivenFile[] = [];
    for (const collection of ['tops', 'rest']) {
      const prepared = await prepare({ collection });
      tests.push(...passedOn(prepared, ['test.npz']));
      for (const epochs of [2, 5]) {
        const inputs = {
          dataset: passedOn(prepared, ['train.npz']),
          validation: passedOn(prepared, ['validation.npz']),
        };
        const trained = await runStep(train, { parameters: { epochs }, inputs });
        const executionId = `${collection}-${epochs}`;
        const producer = { runId: 'run', node: 'train', executionId, trial: [], parameters: { epochs } };
        models.push(...passedOn(trained, ['model.json', 'weights.bin'], producer));
      }
    }
    const { metadata } = await runStep(predict, { inputs: { models, test: tests } });
    const accuracies = metadata.slice(0, 4).map((line) => Number(line['test_accuracy']));
    const [tops2 = 0, tops5 = 0, rest2 = 0, rest5 = 0] = accuracies;
    expect(tops2).toBeGreaterThanOrEqual(0.65);
    expect(rest2).toBeGreaterThanOrEqual(0.88);
    expect(Math.min(tops5 - tops2, rest5 - rest2)).toBeGreaterThanOrEqual(-0.02);
  });
});
