import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startS3 } from '../../../local/s3/start-s3.ts';
import { client } from '../credentials.ts';

/** Fills the file system that the folder is on, in each way that bodies are written, and tells what is left there. */
const [folder = ''] = process.argv.slice(2);
const Bucket = 'full';
const store = await startS3({ folder, bucket: Bucket });
const s3 = new S3Client({ ...client, endpoint: store.endpoint, forcePathStyle: true, maxAttempts: 1 });
const bodies = () =>
  readdirSync(join(folder, 'bodies'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .length;
const told: unknown[] = [];
const tell = async (sending: Promise<unknown>) => {
  const answer = await sending.then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.name : error),
  );
  told.push([answer, bodies()]);
};
const part = (PartNumber: number, UploadId: string | undefined) =>
  new UploadPartCommand({ Bucket, Key: 'parts', UploadId, PartNumber, Body: Buffer.alloc(5 * 1024 * 1024) });

await tell(s3.send(new PutObjectCommand({ Bucket, Key: 'streamed', Body: Buffer.alloc(20 * 1024 * 1024) })));
const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }));
const first = await s3.send(part(1, UploadId));
const second = await s3.send(part(2, UploadId));
await tell(s3.send(part(3, UploadId)));
const Parts = [first, second].map(({ ETag }, index) => ({ PartNumber: index + 1, ETag }));
await tell(s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'parts', UploadId, MultipartUpload: { Parts } })));
await store.close();
process.stdout.write(JSON.stringify(told));
