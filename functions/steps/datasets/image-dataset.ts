/** The value of a white pixel. */
export const WHITE = 255;

/**
 * Grey images of one size with their classes: what `preprocess` writes and `train` and `predict` read.
 * The three parts of one split bear the same `id`, so that a model can be judged by the test images that were split off
 * together with those it was trained on, and by no others.
 */
export interface ImageDataset {
  /** Names the split: a hash of its pixels, labels and settings. */
  readonly id: string;
  /** The value of the sweep's axis that chose these images; empty when all were taken. */
  readonly collection: string;
  readonly classNames: readonly string[];
  readonly height: number;
  readonly width: number;
  /** One byte a pixel, image after image, row after row; 0 is black. */
  readonly pixels: Uint8Array;
  /** An index into `classNames` for each image. */
  readonly labels: Uint8Array;
  /** Where each image came from. */
  readonly names: readonly string[];
}

/** The pixels of one image; a view, not a copy. */
export function pixelsOf(dataset: ImageDataset, index: number): Uint8Array {
  const size = dataset.height * dataset.width;
  return dataset.pixels.subarray(index * size, (index + 1) * size);
}

/** A class's name; its number where the data names fewer. */
export const classNameOf = (dataset: Pick<ImageDataset, 'classNames'>, label: number): string =>
  dataset.classNames[label] ?? String(label);
