import { tensor2d, tensor4d, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { pixelsOf, WHITE, type ImageDataset } from '../datasets/image-dataset.ts';

/** The images at the indices as numbers from 0 to 1. */
export function imageTensor(dataset: ImageDataset, indices: ArrayLike<number>): Tensor4D {
  const size = dataset.height * dataset.width;
  const values = new Float32Array(indices.length * size);
  for (let row = 0; row < indices.length; row++) {
    const pixels = pixelsOf(dataset, indices[row] ?? 0);
    for (let at = 0; at < size; at++) values[row * size + at] = (pixels[at] ?? 0) / WHITE;
  }
  return tensor4d(values, [indices.length, dataset.height, dataset.width, 1]);
}

/** The classes of the images at the indices, one-hot. */
export function classTensor(dataset: ImageDataset, indices: ArrayLike<number>): Tensor2D {
  const classes = dataset.classNames.length;
  const values = new Float32Array(indices.length * classes);
  for (let row = 0; row < indices.length; row++) {
    values[row * classes + (dataset.labels[indices[row] ?? 0] ?? 0)] = 1;
  }
  return tensor2d(values, [indices.length, classes]);
}
