import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Readable } from 'node:stream';
import type { ObjectStore } from '../artifacts/object-store.ts';
import { writeObject } from './write-object.ts';

/** Objects of the platform's bucket in S3. */
export function createObjectStore(s3: S3Client, bucket: string): ObjectStore {
  return {
    bucket,

    write: (key, content, options) => writeObject(s3, { bucket, key }, content, options),

    async putText(key, text, mediaType): Promise<void> {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: mediaType }));
    },

    async getText(key): Promise<string | undefined> {
      const answer = await unlessMissing(s3.send(new GetObjectCommand({ Bucket: bucket, Key: key })));
      return answer?.Body?.transformToString();
    },

    async read(place): ReturnType<ObjectStore['read']> {
      const answer = await unlessMissing(s3.send(new GetObjectCommand({ Bucket: place.bucket, Key: place.key })));
      if (!(answer?.Body instanceof Readable)) return undefined;
      return {
        content: answer.Body,
        size: answer.ContentLength ?? 0,
        ...(answer.ContentType === undefined ? {} : { mediaType: answer.ContentType }),
      };
    },

    async sizeOf(key): Promise<number | undefined> {
      return (await unlessMissing(s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))))?.ContentLength;
    },

    async remove(key): Promise<void> {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },

    async *keys(prefix, from = bucket): AsyncGenerator<string> {
      let token: string | undefined;
      do {
        const page = await s3.send(
          new ListObjectsV2Command({
            Bucket: from,
            Prefix: prefix,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        );
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },

    async presignDownload(key, { filename, seconds }) {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`,
      });
      const url = await getSignedUrl(s3, command, { expiresIn: seconds });
      return { method: 'GET', url, headers: {}, expiresAt: expiry(seconds) };
    },

    async presignUpload(key, { sha256, mediaType, seconds }) {
      const checksum = Buffer.from(sha256, 'hex').toString('base64');
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        ContentType: mediaType,
        ChecksumSHA256: checksum,
      });
      // As signed headers, so that S3 compares the checksum with the bytes that come.
      const url = await getSignedUrl(s3, command, {
        expiresIn: seconds,
        unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
        signableHeaders: new Set(['host', 'content-type', 'x-amz-checksum-sha256']),
      });
      const headers = { 'content-type': mediaType, 'x-amz-checksum-sha256': checksum };
      return { method: 'PUT', url, headers, expiresAt: expiry(seconds) };
    },
  };
}

function expiry(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && ['NoSuchKey', 'NotFound', 'NoSuchBucket'].includes(error.name)) return undefined;
    throw error;
  }
}
