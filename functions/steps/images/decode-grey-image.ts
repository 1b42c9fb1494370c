import { convertIndexedToRgb, decode as decodePng, type DecodedPng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';
import { StepInputError } from '../step-input-error.ts';
import type { GreyImage } from './grey-image.ts';

// Bounds what a small file can unfold into: 4,096 x 4,096 pixels.
const MAXIMUM_PIXELS = 4096 * 4096;

/**
 * Decodes a PNG or a JPEG to grey, by the luma of Rec. 601; transparent pixels lie on black.
 * @throws StepInputError naming `file`, when it is neither, damaged or too large.
 */
export function decodeGreyImage(bytes: Uint8Array, file: string): GreyImage {
  const isPng = bytes[0] === 0x89 && bytes[1] === 0x50;
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  if (!isPng && !isJpeg) throw new StepInputError(`image "${file}" is neither PNG nor JPEG; convert it to one of them`);
  try {
    return isPng ? decodePngToGrey(bytes) : decodeJpegToGrey(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StepInputError(`image "${file}" cannot be read (${reason}); replace it or leave it out`);
  }
}

function decodePngToGrey(bytes: Uint8Array): GreyImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Width and height stand at fixed places of the first chunk; read before anything is unfolded.
  assertSize(view.getUint32(16), view.getUint32(20));
  const png = decodePng(bytes, { checkCrc: true });
  const { data, channels, depth } = channelsOf(png);
  const scale = depth === 16 ? 1 / 257 : depth < 8 ? 255 / (2 ** depth - 1) : 1;
  return toGrey(png.width, png.height, data, channels, scale);
}

function channelsOf(png: DecodedPng): Pick<DecodedPng, 'data' | 'channels' | 'depth'> {
  if (png.palette !== undefined)
    return { data: convertIndexedToRgb(png), channels: png.palette[0]?.length ?? 3, depth: 8 };
  if (png.depth >= 8) return png;
  return { data: unpackBits(png), channels: png.channels, depth: png.depth };
}

// Grey PNGs of 1, 2 or 4 bits come packed, each row padded to a whole byte.
function unpackBits({ data, width, height, depth }: DecodedPng): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8);
  const mask = 2 ** depth - 1;
  return Uint8Array.from({ length: width * height }, (_, index) => {
    const bit = (index % width) * depth;
    const byte = data[Math.floor(index / width) * rowBytes + (bit >> 3)] ?? 0;
    return (byte >> (8 - depth - (bit & 7))) & mask;
  });
}

function decodeJpegToGrey(bytes: Uint8Array): GreyImage {
  const jpeg = decodeJpeg(bytes, { useTArray: true, formatAsRGBA: false, maxResolutionInMP: MAXIMUM_PIXELS / 1e6 });
  return toGrey(jpeg.width, jpeg.height, jpeg.data, 3, 1);
}

function assertSize(width: number, height: number): void {
  if (width * height > MAXIMUM_PIXELS) throw new Error(`${width} x ${height} pixels are more than 4096 x 4096`);
}

function toGrey(width: number, height: number, data: ArrayLike<number>, channels: number, scale: number): GreyImage {
  const pixels = new Uint8Array(width * height);
  const opaque = 255 / scale;
  for (let index = 0, at = 0; index < pixels.length; index++, at += channels) {
    const first = data[at] ?? 0;
    const luma = channels < 3 ? first : 0.299 * first + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    const alpha = channels % 2 === 0 ? (data[at + channels - 1] ?? opaque) / opaque : 1;
    pixels[index] = Math.round(luma * scale * alpha);
  }
  return { width, height, pixels };
}
