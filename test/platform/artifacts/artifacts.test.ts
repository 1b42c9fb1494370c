import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactIdOf } from '../../../platform/artifacts/artifact.ts';
import { claimUpload } from '../../../platform/artifacts/claim-upload.ts';
import { describeArtifact } from '../../../platform/artifacts/describe-artifact.ts';
import { downloadArtifact } from '../../../platform/artifacts/download-artifact.ts';
import { readersOf } from '../../../platform/artifacts/readers-of.ts';
import { uploadOutputs } from '../../../platform/artifacts/upload-outputs.ts';
import type { ArtifactStore } from '../../../platform/artifacts/artifact-store.ts';
import type { ObjectStore } from '../../../platform/artifacts/object-store.ts';
import { createArtifactStore } from '../../../platform/aws/artifact-store.ts';
import { createObjectStore } from '../../../platform/aws/object-store.ts';
import { type LocalStores, startLocalStores } from '../aws/local-stores.ts';

let local: LocalStores;
let stores: { artifacts: ArtifactStore; objects: ObjectStore };
const at = '2026-01-01T00:00:00.000Z';
const project = 'default';

beforeAll(async () => {
  local = await startLocalStores();
  stores = {
    artifacts: createArtifactStore(local.documents, local.tableName),
    objects: createObjectStore(local.s3, local.bucket),
  };
});
afterAll(() => local[Symbol.asyncDispose]());

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function outputs(runId: string, files: Readonly<Record<string, Uint8Array | string>>) {
  const producedBy = { runId, node: 'train', executionId: 'train.0' };
  return uploadOutputs(
    stores,
    { project, producedBy, prefix: `projects/default/runs/${runId}/train/train.0/1.0.0/` },
    Object.entries(files).map(([path, content]) => ({
      path,
      size: Buffer.byteLength(content),
      open: () => Readable.from([Buffer.from(content)]),
    })),
    () => at,
  );
}

describe('uploadOutputs', () => {
  it('stores files with checksum, media type and lineage', async () => {
    const [reference] = await outputs('run-a', { 'metrics/train.json': '{"loss":1}' });
    const uri = 's3://slipway-test/projects/default/runs/run-a/train/train.0/1.0.0/outputs/metrics/train.json';
    const expected = {
      artifactId: artifactIdOf(uri),
      path: 'metrics/train.json',
      uri,
      size: 10,
      sha256: sha256('{"loss":1}'),
      mediaType: 'application/json',
    };
    expect(reference).toEqual(expected);
    expect(await describeArtifact(stores.artifacts, project, expected.artifactId)).toEqual({
      ...expected,
      project,
      createdAt: at,
      producedBy: { runId: 'run-a', node: 'train', executionId: 'train.0' },
      readBy: [],
    });
  });

  it('keeps hostile but legal names apart and readable', async () => {
    const names = ['a b.txt', 'ü.txt', '%41.txt', 'A.txt', '#?&=+.txt', "it's (1)!.txt", '..x/~.txt'];
    const files = Object.fromEntries(names.map((name) => [name, `content of ${name}`]));
    for (const { path, artifactId } of await outputs('run-b', files)) {
      const { url, headers } = await downloadArtifact(stores, project, artifactId);
      expect(await (await fetch(url, { headers })).text()).toBe(`content of ${path}`);
    }
  });

  it('sends a large file in parts', async () => {
    const large = Buffer.alloc(17 * 1024 * 1024, 'slipway');
    const [reference] = await outputs('run-c', { 'large.bin': large });
    expect(reference).toMatchObject({ size: large.byteLength, sha256: sha256(large) });
    expect(await stores.objects.sizeOf('projects/default/runs/run-c/train/train.0/1.0.0/outputs/large.bin')).toBe(
      large.byteLength,
    );
  });

  it('lists what a run wrote, page by page', async () => {
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${index + 10}.txt`, `${index}`]));
    await outputs('run-d', files);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await stores.artifacts.listOfRun(project, 'run-d', {
        limit: 7,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...page.items.map(({ path }) => path));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(Object.keys(files));
  });
});

describe('readersOf', () => {
  it('gives each execution that has read an artifact once', async () => {
    const [reference] = await outputs('run-e', { 'model.npz': 'weights' });
    const artifactId = reference?.artifactId ?? '';
    const readers = ['predict.0', 'predict.1'].map((executionId) => ({ runId: 'run-e', node: 'predict', executionId }));
    for (const reader of [...readers, ...readers]) {
      await stores.artifacts.recordReads(project, [artifactId, artifactId], reader, at);
    }
    expect(await readersOf(stores.artifacts, project, artifactId)).toEqual(readers);
  });

  it('says when there is no such artifact', async () => {
    await expect(readersOf(stores.artifacts, project, 'nothing')).rejects.toMatchObject({
      kind: 'not-found',
      message: 'project "default" has no artifact "nothing"; "slipway artifacts list" shows those of a run',
    });
  });
});

describe('claimUpload', () => {
  const announced = (content: string, over: object = {}) => ({
    project,
    name: 'images.zip',
    size: content.length,
    sha256: sha256(content),
    mediaType: 'application/zip',
    ...over,
  });

  it('asks for the bytes until they are there, then no more', async () => {
    const first = await claimUpload(stores, announced('pixels'), at);
    expect(first.artifact).toMatchObject({
      uri: `s3://slipway-test/projects/default/sessions/${sha256('pixels')}/images.zip`,
      size: 6,
      createdAt: at,
    });
    const again = await claimUpload(stores, announced('pixels'), '2026-01-02T00:00:00.000Z');
    expect(again.artifact).toEqual(first.artifact);
    const { method, url, headers } = again.upload ?? { method: 'GET', url: '', headers: {} };
    expect(url).not.toContain('crc32');
    expect((await fetch(url, { method, headers, body: 'pixels' })).status).toBe(200);
    expect(await claimUpload(stores, announced('pixels'), at)).toEqual({ artifact: first.artifact });
  });

  it('has one record when the same file is announced at once', async () => {
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) => claimUpload(stores, announced('many'), new Date(index).toISOString())),
    );
    expect(new Set(claims.map(({ artifact }) => artifact.createdAt)).size).toBe(1);
  });

  it.each([
    [{ name: '../../code/x.zip' }, 'invalid', /leaves its folder/],
    [{ sha256: 'ABC' }, 'invalid', /is not a SHA-256 checksum/],
    [{ size: 6 * 1024 ** 3 }, 'too-large', /5 GiB.*s3:\/\/ address/],
  ])('refuses %j', async (over, kind, message) => {
    await expect(claimUpload(stores, announced('x', over), at)).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message) as unknown,
    });
  });

  it('refuses to download what was never uploaded', async () => {
    const { artifact } = await claimUpload(stores, announced('promised'), at);
    await expect(downloadArtifact(stores, project, artifact.artifactId)).rejects.toMatchObject({ kind: 'not-found' });
  });
});
