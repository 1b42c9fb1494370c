import { unzipSync, zipSync } from 'fflate';
import { StepInputError } from '../step-input-error.ts';
import { decodeNpy } from './decode-npy.ts';
import { encodeNpy } from './encode-npy.ts';
import type { NpyArray } from './npy-array.ts';

// The earliest date that a zip entry can hold, in local time as zip keeps it: the same arrays give the same bytes.
const FIXED_DATE = new Date(1980, 0, 1);

/** The bytes of a `.npz` file, as `numpy.savez_compressed` would write it: a zip with one `.npy` an array. */
export function encodeNpz(arrays: Readonly<Record<string, NpyArray>>): Uint8Array {
  const entries = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, encodeNpy(array)] as const);
  return zipSync(Object.fromEntries(entries), { mtime: FIXED_DATE, level: 6 });
}

/**
 * Every array of a `.npz` file, by name.
 * @throws StepInputError naming `file`, when it is damaged.
 */
export function decodeNpz(bytes: Uint8Array, file: string): ReadonlyMap<string, NpyArray> {
  const entries = unzip(bytes, file);
  return new Map(
    Object.entries(entries).map(([entry, body]) => [entry.replace(/\.npy$/, ''), decodeNpy(body, `${file}/${entry}`)]),
  );
}

function unzip(bytes: Uint8Array, file: string): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes);
  } catch {
    throw new StepInputError(
      `"${file}" is not a readable .npz file (${bytes.length} bytes): it is damaged or cut short; make it again with the preprocess step or numpy.savez_compressed`,
    );
  }
}
