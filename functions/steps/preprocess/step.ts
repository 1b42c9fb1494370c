import { encodeDataset } from '../datasets/encode-dataset.ts';
import type { StepContext } from '../step-context.ts';
import { buildDatasets } from './build-datasets.ts';
import { chooseImages } from './choose-images.ts';
import { readPreprocessSettings } from './preprocess-settings.ts';
import { readArchive } from './read-archive.ts';
import { splitImages } from './split-images.ts';

/**
 * `slipway/preprocess#default`: reads an image archive, takes the images of one collection, splits and resizes them,
 * and writes `train.npz`, `validation.npz` and `test.npz`.
 */
export default async function preprocess(context: StepContext): Promise<void> {
  const settings = readPreprocessSettings(context.parameters);
  const chosen = chooseImages(await readArchive(context.inputs), settings);
  context.signal.throwIfAborted();
  const datasets = buildDatasets(splitImages(chosen, settings), chosen.labels, settings);
  for (const [part, dataset] of Object.entries(datasets)) {
    context.signal.throwIfAborted();
    await context.outputs.write(`${part}.npz`, encodeDataset(dataset), {
      mediaType: 'application/zip',
      metadata: { dataset: dataset.id, collection: dataset.collection, images: dataset.labels.length },
    });
  }
  context.metadata({
    collection: settings.collection,
    classes: chosen.labels.length,
    train_images: datasets.train.labels.length,
    validation_images: datasets.validation.labels.length,
    test_images: datasets.test.labels.length,
    image_size: settings.size,
    dataset: datasets.train.id,
  });
}
