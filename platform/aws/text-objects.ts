import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { BulkyObjects } from './execution-store.ts';

/** The little of S3 that recording executions needs: without uploads in parts, which would weigh on the small functions. */
export function createTextObjects(s3: S3Client, bucket: string): BulkyObjects {
  return {
    async putText(key, text, mediaType) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: mediaType }));
    },
    async getText(key) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await Body?.transformToString('utf-8');
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
  };
}
