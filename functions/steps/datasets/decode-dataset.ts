import { StepInputError } from '../step-input-error.ts';
import type { NpyArray } from '../tensor-files/npy-array.ts';
import { decodeNpz } from '../tensor-files/npz-file.ts';
import type { ImageDataset } from './image-dataset.ts';

type Arrays = ReadonlyMap<string, NpyArray>;

/**
 * Reads what `encodeDataset` or NumPy wrote. `images` and `labels` must be there; the other arrays may be missing.
 * @throws StepInputError naming `file`, when it is damaged or its arrays do not fit together.
 */
export function decodeDataset(bytes: Uint8Array, file: string): ImageDataset {
  const arrays = decodeNpz(bytes, file);
  const images = arrays.get('images');
  const given = arrays.get('labels');
  if (images?.kind !== 'numeric' || given?.kind !== 'numeric') {
    const found = [...arrays.keys()].join(', ') || 'none';
    throw new StepInputError(`"${file}" must hold the arrays "images" and "labels"; it holds ${found}`);
  }
  const [count = 0, height = 0, width = 0, channels = 1] = images.shape;
  if (!(images.data instanceof Uint8Array) || images.shape.length < 3 || images.shape.length > 4 || channels !== 1) {
    throw new StepInputError(
      `"${file}" has images of shape (${images.shape.join(', ')}); they must be uint8 of shape (count, height, width, 1)`,
    );
  }
  if (count === 0 || given.data.length !== count) {
    throw new StepInputError(
      `"${file}" has ${count} images and ${given.data.length} labels; it needs one label an image`,
    );
  }
  const classNames = textsOf(arrays, 'class_names') ?? numberedClasses(given.data);
  const stray = given.data.find((label) => !Number.isInteger(label) || label < 0 || label >= classNames.length);
  if (stray !== undefined) {
    throw new StepInputError(
      `"${file}" has the label ${stray}; with ${classNames.length} classes it must be below that`,
    );
  }
  return {
    id: textsOf(arrays, 'dataset')?.[0] ?? '',
    collection: textsOf(arrays, 'collection')?.[0] ?? '',
    classNames,
    height,
    width,
    pixels: images.data,
    labels: Uint8Array.from(given.data),
    names: textsOf(arrays, 'names') ?? Array.from({ length: count }, (_, index) => String(index)),
  };
}

function textsOf(arrays: Arrays, name: string): readonly string[] | undefined {
  const array = arrays.get(name);
  return array?.kind === 'text' ? array.values : undefined;
}

function numberedClasses(labels: Iterable<number>): string[] {
  let highest = 0;
  for (const label of labels) highest = Math.max(highest, label);
  return Array.from({ length: Math.min(highest, 255) + 1 }, (_, label) => String(label));
}
