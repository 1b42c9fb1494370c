import type { GreyImage } from './grey-image.ts';

/** The weights of the source pixels that make one target pixel. */
interface Tap {
  readonly start: number;
  readonly weights: readonly number[];
}

/**
 * Scales to exactly `width` x `height`, axis by axis, with a triangle filter as wide as the scale: smooth when it
 * enlarges, without aliasing when it shrinks.
 */
export function resizeGreyImage(image: GreyImage, width: number, height: number): GreyImage {
  if (image.width === width && image.height === height) return image;
  const columns = tapsFor(image.width, width);
  const rows = tapsFor(image.height, height);
  const narrowed = new Float32Array(width * image.height);
  for (let y = 0; y < image.height; y++) {
    columns.forEach((tap, x) => {
      narrowed[y * width + x] = weigh(image.pixels, y * image.width, 1, tap);
    });
  }
  const pixels = new Uint8Array(width * height);
  rows.forEach((tap, y) => {
    for (let x = 0; x < width; x++) pixels[y * width + x] = Math.round(weigh(narrowed, x, width, tap));
  });
  return { width, height, pixels };
}

function weigh(source: ArrayLike<number>, offset: number, stride: number, { start, weights }: Tap): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) {
    sum += (weights[index] ?? 0) * (source[offset + (start + index) * stride] ?? 0);
  }
  return sum;
}

function tapsFor(from: number, to: number): readonly Tap[] {
  const scale = from / to;
  const reach = Math.max(scale, 1);
  return Array.from({ length: to }, (_, target) => {
    const centre = (target + 0.5) * scale - 0.5;
    const start = Math.max(0, Math.ceil(centre - reach));
    const end = Math.min(from - 1, Math.floor(centre + reach));
    const raw = Array.from(
      { length: end - start + 1 },
      (_unused, index) => 1 - Math.abs(start + index - centre) / reach,
    );
    const total = raw.reduce((sum, weight) => sum + weight, 0);
    // A source of one pixel may lie exactly at the filter's edge, where every weight is 0.
    return total > 0 ? { start, weights: raw.map((weight) => weight / total) } : { start, weights: [1] };
  });
}
