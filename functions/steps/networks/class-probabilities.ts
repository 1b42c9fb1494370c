import { tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ImageDataset } from '../datasets/image-dataset.ts';
import { imageTensor } from './image-tensors.ts';

// Large enough that the cost of a call does not show, small enough for a function's memory.
const IMAGES_AT_ONCE = 256;

/** The probabilities that a network gives each class, image after image. */
export function classProbabilities(network: LayersModel, dataset: ImageDataset): Float32Array {
  const count = dataset.labels.length;
  const classes = dataset.classNames.length;
  const probabilities = new Float32Array(count * classes);
  for (let start = 0; start < count; start += IMAGES_AT_ONCE) {
    const length = Math.min(IMAGES_AT_ONCE, count - start);
    const indices = Uint32Array.from({ length }, (_, offset) => start + offset);
    const part = tidy(() => (network.predict(imageTensor(dataset, indices)) as Tensor).dataSync());
    probabilities.set(part, start * classes);
  }
  return probabilities;
}
