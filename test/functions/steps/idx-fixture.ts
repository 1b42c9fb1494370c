import { gzipSync } from 'node:zlib';
import type { GivenFile } from './step-fixture.ts';

export function idxBytes(dimensions: readonly number[], data: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.set([0, 0, 8, dimensions.length]);
  dimensions.forEach((length, index) => header.writeUInt32BE(length, 4 + 4 * index));
  return Buffer.concat([header, data]);
}

/** Images of 8 x 8 whose bright column tells their class; the images of a class differ in the row that is dimmed. */
export function stripeImages(count: number, classes: number): { pixels: Uint8Array; labels: Uint8Array } {
  const pixels = new Uint8Array(count * 64);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % classes);
  labels.forEach((label, image) => {
    for (let row = 0; row < 8; row++) {
      const dim = row === Math.floor(image / classes) % 8;
      for (let column = 0; column < 8; column++) {
        pixels[image * 64 + row * 8 + column] = column === label ? (dim ? 120 : 250) : (image + row * column) % 30;
      }
    }
  });
  return { pixels, labels };
}

/** An archive of IDX pairs as an input: gzipped training images, and a plain test set unless `test` is 0. */
export function idxArchive({ train = 60, test = 30, classes = 3 } = {}): GivenFile[] {
  const trainSet = stripeImages(train, classes);
  const testSet = stripeImages(test, classes);
  const files: GivenFile[] = [
    { name: 'train-images-idx3-ubyte.gz', bytes: gzipSync(idxBytes([train, 8, 8], trainSet.pixels)) },
    { name: 'train-labels-idx1-ubyte.gz', bytes: gzipSync(idxBytes([train], trainSet.labels)) },
  ];
  if (test === 0) return files;
  return [
    ...files,
    { name: 't10k-images-idx3-ubyte', bytes: idxBytes([test, 8, 8], testSet.pixels) },
    { name: 't10k-labels-idx1-ubyte', bytes: idxBytes([test], testSet.labels) },
  ];
}
