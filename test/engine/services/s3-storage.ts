import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
import type { Json } from '../../../engine/index.ts';
import { credentials } from './run-on.ts';

export const BUCKET = 'bucket';

/** A real S3 server with one bucket. */
export interface S3Storage {
  readonly address: string;
  put(key: string, body: string | Uint8Array): Promise<void>;
  text(key: string): Promise<string>;
  json(key: string): Promise<Json>;
  keys(prefix: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export const startS3 = async (): Promise<S3Storage> => {
  const server = await startFauxqs({ port: 0, logger: false });
  const address = `http://127.0.0.1:${server.port}`;
  const client = new S3Client({ region: 'us-east-1', endpoint: address, credentials, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const text = async (key: string): Promise<string> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
    return (await Body?.transformToString()) ?? '';
  };
  return {
    address,
    text,
    async put(key, body) {
      await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: Buffer.from(body) }));
    },
    json: async (key) => JSON.parse(await text(key)) as Json,
    async keys(prefix) {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix }));
      return Contents.map(({ Key = '' }) => Key).sort();
    },
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
};
