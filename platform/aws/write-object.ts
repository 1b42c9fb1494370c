import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { createHash, type Hash } from 'node:crypto';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StoredObject } from '../artifacts/object-store.ts';
import type { ObjectPlace } from '../artifacts/object-uri.ts';

/** Up to here one PUT with the checksum in its header: S3 itself refuses bytes that were damaged on the way. */
const singlePutLimit = 8 * 1024 * 1024;
/** S3 takes at most 10,000 parts. */
const mostParts = 9000;

/** Streams content into an object and computes its SHA-256 on the way. */
export async function writeObject(
  s3: S3Client,
  { bucket, key }: ObjectPlace,
  content: Readable,
  options: { readonly size: number; readonly mediaType: string },
): Promise<StoredObject> {
  const hash = createHash('sha256');
  const target = { Bucket: bucket, Key: key, ContentType: options.mediaType };
  if (options.size <= singlePutLimit) {
    const body = await collect(content, hash);
    const checksum = hash.digest();
    await s3.send(new PutObjectCommand({ ...target, Body: body, ChecksumSHA256: checksum.toString('base64') }));
    return { size: body.byteLength, sha256: checksum.toString('hex') };
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
  const upload = new Upload({
    client: s3,
    params: { ...target, Body: body },
    queueSize: 4,
    partSize: Math.max(singlePutLimit, Math.ceil(options.size / mostParts)),
  });
  // Reading and sending fail together: whichever fails first ends the other.
  const sent = upload.done();
  await Promise.all([
    pipeline(content, tap, body).catch(async (error: unknown) => {
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
