import { StepInputError } from '../step-input-error.ts';
import { elementCount, type NpyArray } from './npy-array.ts';

const HEADER = /^\{'descr': '([^']+)', 'fortran_order': (True|False), 'shape': \(([\d, ]*)\),? ?\}\s*$/;

/**
 * Reads a `.npy` file, versions 1 to 3, of bytes, integers, floats or texts; 64-bit integers are narrowed to 32.
 * @throws StepInputError naming `file`, when it is damaged or of another type.
 */
export function decodeNpy(bytes: Uint8Array, file: string): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(0) !== 0x934e554d || view.getUint16(4) !== 0x5059) {
    throw new StepInputError(`"${file}" is not a NumPy array: it does not begin with NumPy's signature`);
  }
  const version = view.getUint8(6);
  const start = version === 1 ? 10 : 12;
  const end = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = new TextDecoder().decode(bytes.subarray(start, end));
  const [, descriptor, fortran, dimensions] = HEADER.exec(header) ?? [];
  if (descriptor === undefined || dimensions === undefined) {
    throw new StepInputError(`"${file}" has a NumPy header that cannot be read: ${header.trim().slice(0, 100)}`);
  }
  if (fortran === 'True') {
    throw new StepInputError(`"${file}" is in Fortran order; save it with numpy.ascontiguousarray`);
  }
  // A copy: views of more than one byte an element must begin at a multiple of their size, and Buffer.slice is a view.
  const shape = dimensions.split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part)]));
  return decodeBody(new Uint8Array(bytes.subarray(end)), descriptor, shape, file);
}

function decodeBody(body: Uint8Array, descriptor: string, shape: readonly number[], file: string): NpyArray {
  const size = bytesPerElement(descriptor);
  const count = elementCount(shape);
  if (size === undefined) {
    throw new StepInputError(
      `"${file}" has elements of type ${descriptor}; save them as uint8, int32, int64, float32, float64 or str`,
    );
  }
  if (body.length !== count * size) {
    throw new StepInputError(
      `"${file}" is cut short: its header promises ${count} elements of ${size} bytes, ${body.length} bytes follow`,
    );
  }
  const { buffer } = body;
  if (descriptor.startsWith('<U')) return { kind: 'text', shape, values: decodeTexts(buffer, count, size / 4) };
  if (descriptor === '<i4') return { kind: 'numeric', shape, data: new Int32Array(buffer) };
  if (descriptor === '<i8') return { kind: 'numeric', shape, data: Int32Array.from(new BigInt64Array(buffer), Number) };
  if (descriptor === '<f4') return { kind: 'numeric', shape, data: new Float32Array(buffer) };
  if (descriptor === '<f8') return { kind: 'numeric', shape, data: new Float64Array(buffer) };
  return { kind: 'numeric', shape, data: body };
}

function bytesPerElement(descriptor: string): number | undefined {
  const text = /^<U(\d+)$/.exec(descriptor)?.[1];
  if (text !== undefined) return Number(text) * 4;
  return { '|u1': 1, '<i4': 4, '<i8': 8, '<f4': 4, '<f8': 8 }[descriptor];
}

function decodeTexts(buffer: ArrayBufferLike, count: number, width: number): string[] {
  const codePoints = new Uint32Array(buffer);
  return Array.from({ length: count }, (_, index) => {
    const text = codePoints.subarray(index * width, (index + 1) * width);
    return String.fromCodePoint(...text.filter((codePoint) => codePoint > 0 && codePoint <= 0x10ffff));
  });
}
