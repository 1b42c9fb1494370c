import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { TextObjects } from '../pipelines/text-objects.ts';

export function createTextObjects({ s3, bucket }: { readonly s3: S3Client; readonly bucket: string }): TextObjects {
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
