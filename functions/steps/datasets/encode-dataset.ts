import { encodeNpz } from '../tensor-files/npz-file.ts';
import type { NpyArray } from '../tensor-files/npy-array.ts';
import type { ImageDataset } from './image-dataset.ts';

/** A `.npz` that NumPy opens: `images` uint8 [n, height, width, 1], `labels`, `class_names`, `names`, `collection`, `dataset`. */
export function encodeDataset(dataset: ImageDataset): Uint8Array {
  const count = dataset.labels.length;
  return encodeNpz({
    images: { kind: 'numeric', shape: [count, dataset.height, dataset.width, 1], data: dataset.pixels },
    labels: { kind: 'numeric', shape: [count], data: dataset.labels },
    class_names: texts(dataset.classNames),
    names: texts(dataset.names),
    collection: { kind: 'text', shape: [], values: [dataset.collection] },
    dataset: { kind: 'text', shape: [], values: [dataset.id] },
  });
}

const texts = (values: readonly string[]): NpyArray => ({ kind: 'text', shape: [values.length], values });
