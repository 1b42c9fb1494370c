import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { StateFailure } from '../state-failure.ts';
import { readerFailed } from './item-reader-failure.ts';
import type { Bytes } from './text-lines.ts';

const isGzip = (first: Uint8Array): boolean => first[0] === 0x1f && first[1] === 0x8b;

async function* gunzipped(bytes: AsyncIterable<Uint8Array>): Bytes {
  try {
    // What ends the pipeline is thrown here: nothing is left for the callback.
    yield* pipeline(bytes, createGunzip(), () => undefined) as AsyncIterable<Uint8Array>;
  } catch (error) {
    // The object could not be read: that says nothing of what is in it.
    if (error instanceof StateFailure) throw error;
    throw readerFailed(`The object is not whole GZIP: ${(error as Error).message}`);
  }
}

/** Objects that are compressed with GZIP are known by their first two bytes, whatever they are called. */
export async function* unpacked(bytes: Bytes): Bytes {
  const pieces = bytes[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done === true) return;
  async function* again(): Bytes {
    yield first.value as Uint8Array;
    for (let piece = await pieces.next(); piece.done !== true; piece = await pieces.next()) yield piece.value;
  }
  try {
    yield* isGzip(first.value) ? gunzipped(again()) : again();
  } finally {
    // Who reads may want no more: the rest of the object would keep its connection taken.
    await pieces.return?.();
  }
}
