import { encode as encodeFastPng } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { decodeGreyImage } from '../../../../functions/steps/images/decode-grey-image.ts';

/** Red, green, blue and white, as another library encodes them. */
function fourColours(colorType: 0 | 2 | 4 | 6): Buffer {
  const png = new PNG({ width: 2, height: 2 });
  png.data.set([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255]);
  return PNG.sync.write(png, { colorType });
}

describe('decodeGreyImage', () => {
  it.each([2, 6] as const)('weighs the colours of a PNG of colour type %i', (colorType) => {
    expect(decodeGreyImage(fourColours(colorType), 'a.png')).toEqual({
      width: 2,
      height: 2,
      pixels: Uint8Array.of(76, 150, 29, 255),
    });
  });

  it('lays transparent pixels on black', () => {
    const png = new PNG({ width: 2, height: 1 });
    png.data.set([255, 255, 255, 0, 200, 200, 200, 255]);
    expect(decodeGreyImage(PNG.sync.write(png), 'a.png').pixels).toEqual(Uint8Array.of(0, 200));
  });

  it('reads grey PNGs of 16 bits', () => {
    const data = Uint16Array.of(0, 32896, 65535, 257);
    const png = encodeFastPng({ width: 2, height: 2, data, depth: 16, channels: 1 });
    expect(decodeGreyImage(png, 'a.png').pixels).toEqual(Uint8Array.of(0, 128, 255, 1));
  });

  it('reads grey PNGs of one bit', () => {
    const png = encodeFastPng({ width: 3, height: 1, data: Uint8Array.of(0b10100000), depth: 1, channels: 1 });
    expect(decodeGreyImage(png, 'a.png').pixels).toEqual(Uint8Array.of(255, 0, 255));
  });

  it('reads a JPEG', () => {
    const data = Buffer.alloc(8 * 8 * 4, 255);
    const image = decodeGreyImage(encodeJpeg({ width: 8, height: 8, data }, 90).data, 'a.jpg');
    expect(image).toEqual({ width: 8, height: 8, pixels: new Uint8Array(64).fill(255) });
  });

  it.each([
    ['text', Buffer.from('no picture'), /is neither PNG nor JPEG/],
    ['a cut PNG', fourColours(6).subarray(0, 50), /"x" cannot be read \(.+\); replace it or leave it out/],
    ['a cut JPEG', Buffer.of(0xff, 0xd8, 0xff), /"x" cannot be read/],
    ['a PNG that would unfold into gigabytes', huge(), /100000 x 100000 pixels are more than 4096 x 4096/],
  ])('refuses %s', (_what, bytes, message) => {
    expect(() => decodeGreyImage(bytes, 'x')).toThrow(message);
  });

  function huge(): Buffer {
    const png = Buffer.from(fourColours(6));
    png.writeUInt32BE(100_000, 16);
    png.writeUInt32BE(100_000, 20);
    return png;
  }
});
