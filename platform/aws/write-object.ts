import { createHash, type Hash } from 'node:crypto';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StoredObject } from '../artifacts/object-store.ts';
import type { ObjectPlace } from '../artifacts/object-uri.ts';
import type { ObjectClient } from './object-client.ts';

/** Up to here one PUT with the checksum in its header: S3 itself refuses bytes that were damaged on the way. */
const singlePutLimit = 8 * 1024 * 1024;
/** S3 takes at most 10,000 parts. */
const mostParts = 9000;

/** Streams content into an object and computes its SHA-256 on the way. */
export async function writeObject(
  objects: ObjectClient,
  place: ObjectPlace,
  content: Readable,
  options: { readonly size: number; readonly mediaType: string },
): Promise<StoredObject> {
  const hash = createHash('sha256');
  if (options.size <= singlePutLimit) {
    const body = await collect(content, hash);
    const sha256 = hash.digest('hex');
    await objects.put(place, body, { mediaType: options.mediaType, sha256 });
    return { size: body.byteLength, sha256 };
  }
  let size = 0;
  const tap = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      size += chunk.byteLength;
      yield chunk;
    }
  };
  const body = new PassThrough();
  const feeding = pipeline(content, tap, body);
  // Told below, once there is an upload to give up.
  feeding.catch(() => undefined);
  const upload = (await objects.bulk()).upload(place, body, {
    mediaType: options.mediaType,
    partSize: Math.max(singlePutLimit, Math.ceil(options.size / mostParts)),
  });
  // Reading and sending fail together: whichever fails first ends the other.
  const sent = upload.done();
  await Promise.all([
    feeding.catch(async (error: unknown) => {
      await upload.abort();
      throw error;
    }),
    sent.catch((error: unknown) => {
      content.destroy();
      throw error;
    }),
  ]);
  return { size, sha256: hash.digest('hex') };
}

async function collect(content: Readable, hash: Hash): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content as AsyncIterable<Buffer>) {
    hash.update(chunk);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
