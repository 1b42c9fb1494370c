import type { BulkyObjects } from './execution-store.ts';
import type { ObjectClient } from './object-client.ts';

/** The little of S3 that recording executions needs: without uploads in parts, which would weigh on the small functions. */
export function createTextObjects(objects: ObjectClient, bucket: string): BulkyObjects {
  return {
    putText: (key, text, mediaType) => objects.put({ bucket, key }, text, { mediaType }),
    getText: async (key) => (await objects.get({ bucket, key }))?.toString('utf8'),
  };
}
