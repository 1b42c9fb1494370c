import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { Readable } from 'node:stream';
import type { ObjectPlace } from '../artifacts/object-uri.ts';
import type { ServicePlace } from './wire/aws-service.ts';

export interface BulkUpload {
  done(): Promise<unknown>;
  abort(): Promise<void>;
}

/** What of S3 goes in many requests: uploads in parts and lists in pages. */
export interface BulkObjects {
  upload(
    place: ObjectPlace,
    body: Readable,
    options: { readonly mediaType: string; readonly partSize: number },
  ): BulkUpload;
  /** Keys that begin with the prefix, in order. */
  keys(bucket: string, prefix: string): AsyncGenerator<string>;
}

const parallelParts = 4;

export function createBulkObjects(place: ServicePlace): BulkObjects {
  const s3 = new S3Client({ ...place, forcePathStyle: true });
  return {
    upload: ({ bucket, key }, body, { mediaType, partSize }) =>
      new Upload({
        client: s3,
        params: { Bucket: bucket, Key: key, ContentType: mediaType, Body: body },
        queueSize: parallelParts,
        partSize,
      }),
    async *keys(bucket, prefix): AsyncGenerator<string> {
      let token: string | undefined;
      do {
        const page = await s3.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix: prefix,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        );
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },
  };
}
