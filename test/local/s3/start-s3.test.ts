import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startS3, type LocalS3 } from '../../../local/s3/start-s3.ts';
import { client } from '../credentials.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const Bucket = 'slipway-test';
const large = Buffer.alloc(11 * 1024 * 1024 + 1, 'slipway');

let folder: string;
let store: LocalS3;
let s3: S3Client;

const open = async () => {
  store = await startS3({ folder, bucket: Bucket });
  s3 = new S3Client({ ...client, endpoint: store.endpoint, forcePathStyle: true, maxAttempts: 1 });
};

beforeAll(async () => {
  folder = join(await temporaryFolder(), 's3');
  await open();
});

afterAll(() => store.close());

async function put(Key: string, Body: string | Buffer | Readable, more: object = {}) {
  return s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
}

async function get(Key: string, more: object = {}): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

async function keysUnder(Prefix: string, more: object = {}): Promise<string[]> {
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken, ...more }));
    keys.push(
      ...(page.Contents ?? []).map(({ Key = '' }) => Key),
      ...(page.CommonPrefixes ?? []).map(({ Prefix: p = '' }) => p),
    );
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return keys;
}

describe('startS3', () => {
  it('makes its bucket', async () => {
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets.map(({ Name }) => Name)).toEqual([Bucket]);
  });

  it('keeps bytes, type and metadata under any key', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((key) => !/[\0\r\n]/.test(key)),
        fc.uint8Array({ maxLength: 200 }),
        async (key, bytes) => {
          const Key = `any/${key}`;
          await put(Key, Buffer.from(bytes), { ContentType: 'x/y', Metadata: { shape: 'round' } });
          expect(await get(Key)).toEqual(Buffer.from(bytes));
          const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
          expect(head).toMatchObject({ ContentType: 'x/y', ContentLength: bytes.length, Metadata: { shape: 'round' } });
        },
      ),
      { seed: 3, numRuns: process.env['SLIPWAY_TEST_FULL'] ? 500 : 40 },
    );
  });

  it.each(['../../outside', '/absolute', 'a/../b', 'C:\\x'])('keeps the key "%s" inside of its folder', async (key) => {
    await put(key, large.subarray(0, 100_000));
    expect(await get(key)).toHaveLength(100_000);
    for (const file of readdirSync(join(folder, '..'))) expect(file).toBe('s3');
  });

  it.each([
    ['a buffer', () => large],
    ['a stream', () => Readable.from([large])],
  ])('takes a large object from %s', async (_name, body) => {
    await put('large', body(), { ContentLength: large.length });
    expect((await get('large')).equals(large)).toBe(true);
    expect(await get('large', { Range: 'bytes=7-13' })).toEqual(Buffer.from('slipway'));
  });

  it('takes an object in parts', async () => {
    await new Upload({ client: s3, params: { Bucket, Key: 'parts', Body: Readable.from([large]) } }).done();
    expect((await get('parts')).equals(large)).toBe(true);
  });

  it('serves presigned requests until they expire', async () => {
    const ChecksumSHA256 = createHash('sha256').update(large).digest('base64');
    const putUrl = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'signed', ChecksumSHA256 }));
    expect((await fetch(putUrl, { method: 'PUT', body: large })).status).toBe(200);
    const asked = new GetObjectCommand({ Bucket, Key: 'signed', ResponseContentDisposition: 'attachment' });
    const answer = await fetch(await getSignedUrl(s3, asked));
    expect(answer.headers.get('content-disposition')).toBe('attachment');
    expect(Buffer.from(await answer.arrayBuffer()).equals(large)).toBe(true);
    const past = new Date(Date.now() - 3_600_000);
    const expired = await fetch(await getSignedUrl(s3, asked, { signingDate: past, expiresIn: 60 }));
    expect([expired.status, await expired.text()]).toEqual([403, expect.stringContaining('Request has expired')]);
  });

  it('refuses bytes that are not those that were meant', async () => {
    const ChecksumSHA256 = createHash('sha256').update('other').digest('base64');
    await expect(put('damaged', 'small', { ChecksumSHA256 })).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(put('damaged', large, { ChecksumSHA256 })).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(get('damaged')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it.each(['/%zz', `/${Bucket}/%zz`, '/%ff/key'])('refuses the address %s', async (path) => {
    const answer = await fetch(`${store.endpoint}${path}`);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<Code>InvalidURI</Code>')]);
  });

  it('writes under a condition', async () => {
    await put('once', '1', { IfNoneMatch: '*' });
    await expect(put('once', '2', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(put('once', '2', { IfMatch: '"other"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    const { ETag } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'once' }));
    await put('once', '3', { IfMatch: ETag });
    expect((await get('once')).toString()).toBe('3');
  });

  it('lists in the order of bytes, by pages and by prefixes', async () => {
    const keys = ['l/B', 'l/a', 'l/a/1', 'l/a/2', 'l/b', 'l/é', 'l/z/1'];
    await Promise.all(keys.map((key) => put(key, '')));
    expect(await keysUnder('l/')).toEqual(keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    expect(await keysUnder('l/', { MaxKeys: 2 })).toEqual(await keysUnder('l/'));
    const byPrefix = ['l/B', 'l/a', 'l/a/', 'l/b', 'l/z/', 'l/é'];
    expect((await keysUnder('l/', { Delimiter: '/' })).toSorted()).toEqual(byPrefix.toSorted());
  });

  it('serves any part of an object of more than 2 GiB', async () => {
    await put('huge', large);
    const bodies = join(folder, 'bodies');
    const newest = readdirSync(bodies, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .reduce((a, b) => (statSync(a, { bigint: true }).mtimeNs > statSync(b, { bigint: true }).mtimeNs ? a : b));
    // A file with a hole is as long without the time that its upload would take.
    const bytes = 3 * 1024 ** 3;
    truncateSync(newest, bytes);
    writeFileSync(newest, 'end', { flag: 'a' });
    expect(await get('huge', { Range: `bytes=${bytes}-` })).toEqual(Buffer.from('end'));
    expect(await get('huge', { Range: 'bytes=-5' })).toEqual(Buffer.from('\0\0end'));
    expect(await get('huge', { Range: `bytes=${bytes - 1}-${bytes}` })).toEqual(Buffer.from('\0e'));
    await expect(get('huge', { Range: `bytes=${bytes + 3}-` })).rejects.toMatchObject({ name: 'InvalidRange' });
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'huge' }] } }));
  });

  it('gives whole what is overwritten while it is sent', async () => {
    await put('changing', large);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'changing' }));
    await put('changing', Buffer.alloc(large.length));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(large)).toBe(true);
  });

  it('serves an empty object that came in parts, and one part of several', async () => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'empty' }));
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key: 'empty', UploadId, PartNumber: 1, Body: '' }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'empty', UploadId, MultipartUpload }));
    expect(await get('empty')).toEqual(Buffer.alloc(0));
    await new Upload({ client: s3, params: { Bucket, Key: 'parts', Body: Readable.from([large]) } }).done();
    const second = large.subarray(5 * 1024 * 1024, 10 * 1024 * 1024);
    expect((await get('parts', { PartNumber: 2 })).equals(second)).toBe(true);
  });

  it('copies and deletes', async () => {
    await put('original', 'text');
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/original` }));
    expect((await get('copy')).toString()).toBe('text');
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'original' }, { Key: 'copy' }] } }));
    await expect(get('copy')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('removes the bytes of what is overwritten', async () => {
    const sizes = () =>
      readdirSync(join(folder, 'bodies'), { recursive: true, encoding: 'utf8' })
        .map((name) => statSync(join(folder, 'bodies', name)))
        .filter((stat) => stat.isFile() && stat.size === 5_000_001).length;
    const body = Buffer.alloc(5_000_001);
    for (let turn = 0; turn < 3; turn += 1) await put('again', body);
    expect(sizes()).toBe(1);
  });

  it('removes as it starts what no object and no upload names', async () => {
    await put('big', large);
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'going-on' }));
    const part = { Bucket, Key: 'going-on', UploadId, PartNumber: 1 };
    const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body: 'part' }));
    await store.close();
    const files = () => readdirSync(join(folder, 'bodies'), { recursive: true, encoding: 'utf8' }).toSorted();
    const before = files();
    const stray = '00000000-0000-4000-8000-000000000000';
    mkdirSync(join(folder, 'bodies', '00'), { recursive: true });
    writeFileSync(join(folder, 'bodies', '00', stray), 'half of a bo');
    await open();
    expect(files().filter((name) => !before.includes(name) && name !== '00')).toEqual([]);
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'going-on', UploadId, MultipartUpload }));
    expect((await get('going-on')).toString()).toBe('part');
    expect((await get('big')).equals(large)).toBe(true);
  });

  it('has everything after a restart', async () => {
    await put('small', 'kept', { Metadata: { a: 'b' } });
    await put('big', large);
    await store.close();
    await open();
    expect((await get('small')).toString()).toBe('kept');
    expect((await get('big')).equals(large)).toBe(true);
  });
});
