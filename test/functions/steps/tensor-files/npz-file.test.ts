import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { StepInputError } from '../../../../functions/steps/step-input-error.ts';
import { decodeNpy } from '../../../../functions/steps/tensor-files/decode-npy.ts';
import { encodeNpy } from '../../../../functions/steps/tensor-files/encode-npy.ts';
import type { NpyArray } from '../../../../functions/steps/tensor-files/npy-array.ts';
import { decodeNpz, encodeNpz } from '../../../../functions/steps/tensor-files/npz-file.ts';

const numRuns = process.env['SLIPWAY_TEST_FULL'] === undefined ? 50 : 1000;

const shape = fc.array(fc.nat({ max: 4 }), { maxLength: 4 });
const countOf = (lengths: readonly number[]): number => lengths.reduce((product, length) => product * length, 1);
const filled = <Value>(value: fc.Arbitrary<Value>, lengths: number[]): fc.Arbitrary<Value[]> =>
  fc.array(value, { minLength: countOf(lengths), maxLength: countOf(lengths) });

const array: fc.Arbitrary<NpyArray> = shape.chain((lengths) =>
  fc.oneof(
    filled(fc.nat({ max: 255 }), lengths).map((values): NpyArray => ({
      kind: 'numeric',
      shape: lengths,
      data: Uint8Array.from(values),
    })),
    filled(fc.integer(), lengths).map((values): NpyArray => ({
      kind: 'numeric',
      shape: lengths,
      data: Int32Array.from(values),
    })),
    filled(fc.float({ noNaN: true }), lengths).map((values): NpyArray => ({
      kind: 'numeric',
      shape: lengths,
      data: Float32Array.from(values),
    })),
    filled(fc.double({ noNaN: true }), lengths).map((values): NpyArray => ({
      kind: 'numeric',
      shape: lengths,
      data: Float64Array.from(values),
    })),
    // NumPy's fixed-width text cannot tell a trailing NUL from its padding.
    filled(
      fc.string({ unit: 'binary', maxLength: 6 }).map((text) => text.replaceAll('\0', '')),
      lengths,
    ).map((values): NpyArray => ({ kind: 'text', shape: lengths, values })),
  ),
);

describe('encodeNpz', () => {
  it('writes what decodeNpz reads', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), array, { maxKeys: 3 }), (arrays) => {
        expect(decodeNpz(encodeNpz(arrays), 'x.npz')).toEqual(new Map(Object.entries(arrays)));
      }),
      { seed: 1, numRuns },
    );
  });

  it('writes the same bytes whenever it writes them', () => {
    const arrays = { labels: { kind: 'numeric', shape: [2], data: Uint8Array.of(1, 2) } } as const;
    const bytes = encodeNpz(arrays);
    expect(bytes).toEqual(encodeNpz(arrays));
    // The DOS date of the first local header: 1 January 1980, midnight.
    expect(Array.from(bytes.subarray(10, 14))).toEqual([0, 0, 0x21, 0]);
  });
});

describe('encodeNpy', () => {
  it('writes the header that NumPy expects, padded so that the data is aligned', () => {
    const bytes = encodeNpy({ kind: 'numeric', shape: [3], data: Uint8Array.of(7, 8, 9) });
    expect(Buffer.from(bytes.subarray(0, 10)).toString('latin1')).toBe('\x93NUMPY\x01\x00\x76\x00');
    const header = Buffer.from(bytes.subarray(10, 128)).toString('latin1');
    expect(header.trimEnd()).toBe("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }");
    expect(header.endsWith('\n')).toBe(true);
    expect(Array.from(bytes.subarray(128))).toEqual([7, 8, 9]);
  });
});

describe('decodeNpy', () => {
  const withHeader = (header: string, body: Uint8Array): Uint8Array =>
    Buffer.concat([Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(header.length)}\0${header}`, 'latin1'), body]);

  it('narrows 64-bit integers, as NumPy saves its labels', () => {
    const body = new Uint8Array(BigInt64Array.of(3n, -1n).buffer);
    const bytes = withHeader("{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }\n", body);
    expect(decodeNpy(bytes, 'a.npy')).toEqual({ kind: 'numeric', shape: [2], data: Int32Array.of(3, -1) });
  });

  it.each([
    ['not NumPy', Buffer.from('hello, this is text'), /does not begin with NumPy's signature/],
    ['no header', withHeader('nothing here at all', new Uint8Array()), /header that cannot be read/],
    [
      'Fortran order',
      withHeader("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 2), }", new Uint8Array(4)),
      /is in Fortran order/,
    ],
    [
      'complex numbers',
      withHeader("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8)),
      /elements of type <c8/,
    ],
    [
      'a short body',
      withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", new Uint8Array(5)),
      /promises 2 elements of 4 bytes, 5 bytes follow/,
    ],
  ])('refuses %s', (_what, bytes, message) => {
    expect(() => decodeNpy(bytes, 'a.npy')).toThrow(StepInputError);
    expect(() => decodeNpy(bytes, 'a.npy')).toThrow(message);
  });
});

describe('decodeNpz', () => {
  it('refuses a cut zip', () => {
    const bytes = zipSync({ 'a.npy': new Uint8Array(500) });
    expect(() => decodeNpz(bytes.subarray(0, bytes.length - 30), 'a.npz')).toThrow(
      /"a.npz" is not a readable .npz file/,
    );
  });
});
