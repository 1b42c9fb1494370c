import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import { fc, it as property } from '@fast-check/vitest';
import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { createObjectClient } from '../../../../platform/aws/object-client.ts';
import { type LocalStores, startLocalStores } from '../local-stores.ts';

const region = 'eu-west-1';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
/** What users name files: anything but empty segments and those that lead elsewhere. */
const key = fc
  .array(
    fc.oneof(
      fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }),
      fc.constantFrom('a b', "it's (1)!", '100%', 'a+b', 'ü', '%2F', '~*'),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((segments) => segments.map((segment) => segment.replaceAll('/', '_')).join('/'))
  .filter((text) => text.isWellFormed() && !/(^|\/)\.{1,2}(\/|$)|[\p{Cc}\ufffe\uffff]/u.test(text));

let stores: LocalStores;
beforeAll(async () => {
  stores = await startLocalStores();
});
afterAll(() => stores[Symbol.asyncDispose]());

describe('the object client', () => {
  property.prop([key, fc.string({ unit: 'binary' })], { seed: 5, numRuns: 30 })(
    'brings back what it put, under any key',
    async (name, text) => {
      const place = { bucket: stores.bucket, key: name };
      const body = Buffer.from(text);
      const sha256 = createHash('sha256').update(body).digest('hex');
      expect(await stores.s3.get({ ...place, key: `absent/${name}` })).toBeUndefined();
      await stores.s3.put(place, body, { mediaType: 'text/plain', sha256 });
      expect(await stores.s3.get(place)).toEqual(body);
      expect(await stores.s3.size(place)).toBe(body.byteLength);
      expect(await Array.fromAsync((await stores.s3.bulk()).keys(stores.bucket, name))).toContain(name);
      const download = await fetch(await stores.s3.presignGet(place, 'attachment', 60));
      expect(Buffer.from(await download.arrayBuffer())).toEqual(body);
      await stores.s3.remove(place);
      expect(await stores.s3.size(place)).toBeUndefined();
    },
  );

  property.prop([key], { seed: 5, numRuns: 50 })("signs URLs as AWS's own client does", async (name) => {
    const objects = createObjectClient({ endpoint: 'https://s3.eu-west-1.amazonaws.com', region, credentials });
    const url = new URL(
      await objects.presignGet({ bucket: 'bucket', key: name }, `attachment; filename*=UTF-8''a%20b`, 60),
    );
    const { 'X-Amz-Signature': signature, ...query } = Object.fromEntries(url.searchParams);
    const date = query['X-Amz-Date'] ?? '';
    const presigner = new S3RequestPresigner({ region, credentials, sha256: Sha256 });
    const theirs = await presigner.presign(
      {
        method: 'GET',
        protocol: 'https:',
        hostname: url.hostname,
        path: url.pathname,
        headers: { host: url.host },
        query: { 'response-content-disposition': query['response-content-disposition'] ?? '' },
      },
      { expiresIn: 60, signingDate: new Date(date.replace(/^(.{4})(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5')) },
    );
    expect(theirs.query?.['X-Amz-Signature']).toBe(signature);
  });
});

/** SHA-256 as the presigner wants to be given it: with a secret it is an HMAC. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }
  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {
    throw new Error('a hash is used once');
  }
}

function bytesOf(secret: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof secret === 'string') return Buffer.from(secret);
  return ArrayBuffer.isView(secret)
    ? Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength)
    : Buffer.from(secret);
}
