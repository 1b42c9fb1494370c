import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keptZip } from '../../bundles/kept-zip.ts';
import { removeStale } from '../../bundles/remove-stale.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-stale-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const longAgo = new Date('2026-01-01');

/** What another process renames between the listing and the look at it: it is listed, and not there. */
const gone = (path: string) => symlink(`${path}.nowhere`, path);

it('removes what is stale and ours, past what another command takes away meanwhile', async () => {
  for (const name of ['ours-1', 'ours-stays', 'other']) {
    await mkdir(join(folder, name));
    await utimes(join(folder, name), longAgo, longAgo);
  }
  await gone(join(folder, 'ours-0.partial'));
  await mkdir(join(folder, 'ours-new'));
  await removeStale(folder, (name) => name.startsWith('ours-'), new Set(['ours-stays']));
  expect(await readdir(folder)).toEqual(['other', 'ours-0.partial', 'ours-new', 'ours-stays']);
});

it('keeps a zip beside those that another command takes away meanwhile', async () => {
  const packages = join(folder, 'packages');
  await mkdir(packages);
  await gone(join(packages, 'a.zip.partial'));
  await writeFile(join(packages, 'old.zip'), '');
  await utimes(join(packages, 'old.zip'), longAgo, longAgo);
  const made = await keptZip(new Map([['a', Buffer.from('b')]]), folder);
  expect(await keptZip(new Map([['a', Buffer.from('b')]]), folder)).toEqual(made);
  const zips = (await readdir(packages)).filter((name) => name !== 'a.zip.partial');
  expect(zips).toEqual([expect.stringMatching(/^[0-9a-f]+\.zip$/)]);
});
