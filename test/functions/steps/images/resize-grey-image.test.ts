import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resizeGreyImage } from '../../../../functions/steps/images/resize-grey-image.ts';

describe('resizeGreyImage', () => {
  it('leaves an image of the size wanted as it is', () => {
    const image = { width: 2, height: 1, pixels: Uint8Array.of(1, 2) };
    expect(resizeGreyImage(image, 2, 1)).toBe(image);
  });

  it('averages what it shrinks', () => {
    const pixels = Uint8Array.of(0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255);
    const { pixels: shrunk } = resizeGreyImage({ width: 4, height: 4, pixels }, 2, 2);
    expect(Array.from(shrunk)).toEqual([36, 219, 36, 219]);
  });

  it('keeps an even grey even at every size', () => {
    const side = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(side, side, side, side, fc.nat({ max: 255 }), (width, height, toWidth, toHeight, grey) => {
        const image = { width, height, pixels: new Uint8Array(width * height).fill(grey) };
        const resized = resizeGreyImage(image, toWidth, toHeight);
        expect(resized).toEqual({
          width: toWidth,
          height: toHeight,
          pixels: new Uint8Array(toWidth * toHeight).fill(grey),
        });
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});
