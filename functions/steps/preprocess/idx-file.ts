import { StepInputError } from '../step-input-error.ts';

/** An IDX file of unsigned bytes: its dimensions and its data. */
export interface IdxFile {
  readonly file: string;
  readonly dimensions: readonly number[];
  readonly data: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes with `rank` dimensions: two zero bytes, the type 0x08, the rank, the dimensions
 * as big-endian 32-bit numbers, then the data (http://yann.lecun.com/exdb/mnist, "the IDX file format").
 * @throws StepInputError naming `file`.
 */
export function readIdxFile(bytes: Uint8Array, file: string, rank: number): IdxFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = 4 + 4 * rank;
  if (bytes.length < headerLength || view.getUint16(0) !== 0) {
    throw new StepInputError(`"${file}" is not an IDX file: its first bytes are not those of the format`);
  }
  if (view.getUint8(2) !== 0x08 || view.getUint8(3) !== rank) {
    throw new StepInputError(
      `"${file}" is an IDX file of type ${view.getUint8(2)} with ${view.getUint8(3)} dimensions; it must hold unsigned bytes (type 8) in ${rank}`,
    );
  }
  const dimensions = Array.from({ length: rank }, (_, index) => view.getUint32(4 + 4 * index));
  const expected = dimensions.reduce((product, length) => product * length, 1);
  const data = bytes.subarray(headerLength);
  if (data.length !== expected) {
    throw new StepInputError(
      `"${file}" promises ${dimensions.join(' x ')} = ${expected} bytes and holds ${data.length}; it is damaged or cut short, fetch it again`,
    );
  }
  return { file, dimensions, data };
}
