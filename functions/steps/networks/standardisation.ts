import { WHITE, type ImageDataset } from '../datasets/image-dataset.ts';

// Images that are all alike would else be divided by zero.
const SMALLEST_DEVIATION = 1e-3;

/**
 * The scale and offset that bring the pixels, from 0 to 1, to mean 0 and deviation 1 over the whole set. Bright pictures
 * would else push a layer's units all the same way, and some networks would never learn.
 */
export function standardisation({ pixels }: Pick<ImageDataset, 'pixels'>): { scale: number; offset: number } {
  let sum = 0;
  let squares = 0;
  for (const pixel of pixels) {
    sum += pixel;
    squares += pixel * pixel;
  }
  const mean = sum / pixels.length;
  const deviation = Math.max(SMALLEST_DEVIATION, Math.sqrt(Math.max(0, squares / pixels.length - mean * mean)) / WHITE);
  return { scale: 1 / deviation, offset: -mean / WHITE / deviation };
}
