import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSlipwayClient, SlipwayStoreError } from '../../client/index.ts';
import { downloadArtifact } from '../../client/node/download-artifact.ts';
import { uploadArtifact } from '../../client/node/upload-artifact.ts';
import { uploadCode } from '../../client/node/upload-code.ts';
import { serveRoutes } from './serve-routes.ts';

const content = randomBytes(300_000);
const sha256 = createHash('sha256').update(content).digest('hex');
const artifact = {
  artifactId: 'a1',
  path: 'photos.zip',
  uri: 's3://bucket/key',
  size: content.byteLength,
  sha256,
  mediaType: 'application/zip',
  createdAt: '2026-01-01T00:00:00.000Z',
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-client-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('uploadArtifact', () => {
  it('announces size and checksum, then sends the bytes with the presigned request', async () => {
    const path = join(folder, 'photos.zip');
    await writeFile(path, content);
    const puts: { readonly headers: unknown; readonly body: Buffer }[] = [];
    await using server = await serveRoutes(
      {
        createArtifact: () => ({
          status: 201,
          body: {
            artifact,
            upload: { method: 'PUT', url: `${server.endpoint}/put`, headers: { 'x-amz-meta-a': 'b' } },
          },
        }),
      },
      (request, body) => {
        const { 'content-length': length, 'x-amz-meta-a': meta, 'transfer-encoding': encoding } = request.headers;
        puts.push({ headers: { length, meta, encoding }, body });
        return {};
      },
    );
    const progress: number[] = [];
    const made = await uploadArtifact(createSlipwayClient({ endpoint: server.endpoint }), path, {
      mediaType: 'application/zip',
      onProgress: ({ transferred }) => progress.push(transferred),
    });
    expect(made).toEqual(artifact);
    expect(server.requests[0]?.body).toEqual({
      name: 'photos.zip',
      size: content.byteLength,
      sha256,
      mediaType: 'application/zip',
    });
    expect(puts).toEqual([
      { headers: { length: String(content.byteLength), meta: 'b', encoding: undefined }, body: content },
    ]);
    expect(progress.at(-1)).toBe(content.byteLength);
  });

  it('sends nothing that is there already', async () => {
    const path = join(folder, 'photos.zip');
    await writeFile(path, content);
    await using server = await serveRoutes({ createArtifact: () => ({ status: 201, body: { artifact } }) });
    await expect(uploadArtifact(createSlipwayClient({ endpoint: server.endpoint }), path)).resolves.toEqual(artifact);
  });

  it('says why storage refused', async () => {
    const path = join(folder, 'photos.zip');
    await writeFile(path, content);
    await using server = await serveRoutes(
      {
        createArtifact: () => ({
          status: 201,
          body: { artifact, upload: { method: 'PUT', url: `${server.endpoint}/put`, headers: {} } },
        }),
      },
      () => ({ status: 403, body: '<Error><Message>Request has expired</Message></Error>' }),
    );
    await expect(uploadArtifact(createSlipwayClient({ endpoint: server.endpoint }), path)).rejects.toThrow(
      new SlipwayStoreError(
        server.endpoint,
        `the store at ${server.endpoint} refused the upload with status 403: Request has expired`,
      ),
    );
  });

  it('says which file is gone where it vanishes before it is sent', async () => {
    const path = join(folder, 'photos.zip');
    await writeFile(path, content);
    await using server = await serveRoutes({
      createArtifact: async () => {
        await rm(path);
        return {
          status: 201,
          body: { artifact, upload: { method: 'PUT', url: `${server.endpoint}/put`, headers: {} } },
        };
      },
    });
    const upload = uploadArtifact(createSlipwayClient({ endpoint: server.endpoint }), path);
    await expect(upload).rejects.toMatchObject({ code: 'ENOENT', path });
  });

  it('says why the way to the store broke off', async () => {
    const path = join(folder, 'photos.zip');
    await writeFile(path, content);
    const gone = await serveRoutes({});
    await gone[Symbol.asyncDispose]();
    await using server = await serveRoutes({
      createArtifact: () => ({
        status: 201,
        body: { artifact, upload: { method: 'PUT', url: `${gone.endpoint}/put`, headers: {} } },
      }),
    });
    await expect(uploadArtifact(createSlipwayClient({ endpoint: server.endpoint }), path)).rejects.toThrow(
      new SlipwayStoreError(
        gone.endpoint,
        `the upload to the store at ${gone.endpoint} broke off: nothing listens there (connection refused)`,
      ),
    );
  });
});

describe('uploadCode', () => {
  it('sends a bundle that is not there, once', async () => {
    const received: Buffer[] = [];
    await using server = await serveRoutes(
      {
        createCode: () => ({
          body:
            received.length > 0
              ? { present: true }
              : { present: false, upload: { method: 'PUT', url: `${server.endpoint}/put`, headers: {} } },
        }),
      },
      (_, body) => {
        received.push(body);
        return {};
      },
    );
    const client = createSlipwayClient({ endpoint: server.endpoint });
    const sent = [
      await uploadCode(client, { digest: sha256, zip: content }),
      await uploadCode(client, { digest: sha256, zip: content }),
    ];
    expect(sent).toEqual([true, false]);
    expect(received).toEqual([content]);
  });
});

describe('downloadArtifact', () => {
  it('writes the file, also into folders that are not there yet', async () => {
    await using server = await serveRoutes(
      { downloadArtifact: () => ({ body: { url: `${server.endpoint}/get`, expiresAt: artifact.createdAt } }) },
      () => ({ body: content }),
    );
    const target = join(folder, 'deep', 'photos.zip');
    await downloadArtifact(createSlipwayClient({ endpoint: server.endpoint }), artifact, target);
    expect(await readFile(target)).toEqual(content);
    expect(await readdir(join(folder, 'deep'))).toEqual(['photos.zip']);
  });

  it('fetches anew what breaks off, by another URL', async () => {
    let asked = 0;
    await using server = await serveRoutes(
      {
        downloadArtifact: () => ({
          body: { url: `${server.endpoint}/get/${(asked += 1)}`, expiresAt: artifact.createdAt },
        }),
      },
      (request) =>
        request.url === '/get/1'
          ? {
              headers: { 'content-length': String(content.byteLength), connection: 'close' },
              body: content.subarray(9),
            }
          : request.url === '/get/2'
            ? { status: 503 }
            : { body: content },
    );
    const target = join(folder, 'photos.zip');
    await downloadArtifact(createSlipwayClient({ endpoint: server.endpoint }), artifact, target);
    expect(await readFile(target)).toEqual(content);
    expect(await readdir(folder)).toEqual(['photos.zip']);
  });

  it('says that the store refused', async () => {
    await using server = await serveRoutes(
      { downloadArtifact: () => ({ body: { url: `${server.endpoint}/get`, expiresAt: artifact.createdAt } }) },
      () => ({ status: 403 }),
    );
    const client = createSlipwayClient({ endpoint: server.endpoint });
    await expect(downloadArtifact(client, artifact, join(folder, 'photos.zip'))).rejects.toThrow(
      new SlipwayStoreError(server.endpoint, `the store at ${server.endpoint} refused the download with status 403`),
    );
  });

  it('leaves no file behind when the bytes are not the right ones', async () => {
    await using server = await serveRoutes(
      { downloadArtifact: () => ({ body: { url: `${server.endpoint}/get`, expiresAt: artifact.createdAt } }) },
      () => ({ body: content.subarray(1) }),
    );
    const download = downloadArtifact(
      createSlipwayClient({ endpoint: server.endpoint }),
      artifact,
      join(folder, 'photos.zip'),
    );
    await expect(download).rejects.toThrow(
      /came damaged from the store at http:\S+: its SHA-256 is [0-9a-f]{64}, not [0-9a-f]{64}; try again/u,
    );
    expect(await readdir(folder)).toEqual([]);
  });
});
