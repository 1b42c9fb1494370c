import type { NpyArray, NumericArray, TextArray } from './npy-array.ts';

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0);
const ALIGNMENT = 64;

/**
 * The bytes of a `.npy` file, version 1.0: magic, header length, a Python dictionary padded so that the data is
 * aligned, then little-endian data. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function encodeNpy(array: NpyArray): Uint8Array {
  const { descriptor, data } = array.kind === 'numeric' ? numericBody(array) : textBody(array);
  const shape = array.shape.length === 1 ? `(${array.shape.join('')},)` : `(${array.shape.join(', ')})`;
  const dictionary = `{'descr': '${descriptor}', 'fortran_order': False, 'shape': ${shape}, }`;
  const unpadded = MAGIC.length + 2 + dictionary.length + 1;
  const header = `${dictionary}${' '.repeat((ALIGNMENT - (unpadded % ALIGNMENT)) % ALIGNMENT)}\n`;
  const length = new Uint8Array(2);
  new DataView(length.buffer).setUint16(0, header.length, true);
  return Buffer.concat([MAGIC, length, new TextEncoder().encode(header), data]);
}

// Typed arrays are little-endian on every platform that Node runs on but s390x, where Slipway is not offered.
function numericBody({ data }: NumericArray): { descriptor: string; data: Uint8Array } {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof Uint8Array) return { descriptor: '|u1', data: bytes };
  if (data instanceof Int32Array) return { descriptor: '<i4', data: bytes };
  return { descriptor: data instanceof Float32Array ? '<f4' : '<f8', data: bytes };
}

function textBody({ values }: TextArray): { descriptor: string; data: Uint8Array } {
  const texts = values.map((value) => Array.from(value, (character) => character.codePointAt(0) ?? 0));
  const width = texts.reduce((widest, text) => Math.max(widest, text.length), 1);
  const codePoints = new Uint32Array(values.length * width);
  texts.forEach((text, index) => {
    codePoints.set(text, index * width);
  });
  return { descriptor: `<U${width}`, data: new Uint8Array(codePoints.buffer) };
}
