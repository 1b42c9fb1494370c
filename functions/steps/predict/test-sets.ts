import { readFile } from 'node:fs/promises';
import { decodeDataset } from '../datasets/decode-dataset.ts';
import type { ImageDataset } from '../datasets/image-dataset.ts';
import type { Classifier } from '../networks/network.ts';
import type { InputFile } from '../step-context.ts';
import { StepInputError } from '../step-input-error.ts';

/** Reads every test set; the same one given twice, as a gathering may do, counts once. */
export async function readTestSets(files: readonly InputFile[]): Promise<readonly ImageDataset[]> {
  if (files.length === 0) {
    throw new StepInputError(
      'input "test" has no file; give the test.npz of every preprocess step that the models were trained after',
    );
  }
  const distinct = new Map(files.map((file) => [file.checksums.sha256 ?? file.uri, file]));
  return Promise.all(
    Array.from(distinct.values(), async (file) => decodeDataset(await readFile(file.path), file.name)),
  );
}

/**
 * The test set that was split off together with a model's training images: no other is a fair judge, since it might
 * hold images that the model was trained on.
 */
export function testSetFor(classifier: Classifier, testSets: readonly ImageDataset[], model: string): ImageDataset {
  const { card, imageShape } = classifier;
  const testSet = testSets.find(({ id, collection }) => id === card.dataset && collection === card.collection);
  if (testSet === undefined) {
    const given = testSets.map(({ id, collection }) => describe(id, collection)).join('; ');
    throw new StepInputError(
      `model ${model} was trained on ${describe(card.dataset, card.collection)}, and no test set comes from that split; given: ${given}. Hand on the test.npz of the same preprocess`,
    );
  }
  const fits = testSet.height === imageShape.height && testSet.width === imageShape.width;
  if (!fits || testSet.classNames.join('\n') !== card.classNames.join('\n')) {
    throw new StepInputError(
      `the test set of ${describe(testSet.id, testSet.collection)} does not fit model ${model}: it has images of ${testSet.width} x ${testSet.height} in ${testSet.classNames.length} classes, the model wants ${imageShape.width} x ${imageShape.height} in ${card.classNames.length}`,
    );
  }
  return testSet;
}

const describe = (id: string, collection: string): string =>
  `${collection === '' ? 'all images' : `collection "${collection}"`}${id === '' ? '' : ` (split ${id})`}`;
