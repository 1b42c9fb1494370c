import type { ObjectStore } from '../artifacts/object-store.ts';
import { type ObjectClient, uploadHeaders } from './object-client.ts';
import { writeObject } from './write-object.ts';

/** Objects of the platform's bucket in S3. */
export function createObjectStore(objects: ObjectClient, bucket: string): ObjectStore {
  return {
    bucket,

    write: (key, content, options) => writeObject(objects, { bucket, key }, content, options),

    putText: (key, text, mediaType) => objects.put({ bucket, key }, text, { mediaType }),

    getText: async (key) => (await objects.get({ bucket, key }))?.toString('utf8'),

    async read(place): ReturnType<ObjectStore['read']> {
      const content = await objects.open(place);
      if (content === undefined) return undefined;
      const { 'content-length': size, 'content-type': mediaType } = content.headers;
      return { content, size: Number(size ?? 0), ...(mediaType === undefined ? {} : { mediaType }) };
    },

    sizeOf: (key) => objects.size({ bucket, key }),

    remove: (key) => objects.remove({ bucket, key }),

    async *keys(prefix, from = bucket): AsyncGenerator<string> {
      yield* (await objects.bulk()).keys(from, prefix);
    },

    async presignDownload(key, { filename, seconds }) {
      const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`;
      const url = await objects.presignGet({ bucket, key }, disposition, seconds);
      return { method: 'GET', url, headers: {}, expiresAt: expiry(seconds) };
    },

    async presignUpload(key, { sha256, mediaType, seconds }) {
      // The checksum is a signed header, so that S3 compares it with the bytes that come.
      const url = await objects.presignPut({ bucket, key }, { mediaType, sha256 }, seconds);
      return { method: 'PUT', url, headers: uploadHeaders({ mediaType, sha256 }), expiresAt: expiry(seconds) };
    },
  };
}

function expiry(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}
