import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});

/** A file system of a given size needs a mount of one's own: Linux lets root, or a user's own namespace, have one. */
const unshare = [['--mount'], ['--user', '--map-root-user', '--mount']].find(
  (options) => spawnSync('unshare', [...options, 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp']).status === 0,
);

it.runIf(unshare !== undefined)('leaves no part of what a full disk does not hold', () => {
  const small = join(folder, 'small');
  mkdirSync(small);
  const { stdout } = spawnSync(
    'unshare',
    [
      ...(unshare ?? []),
      'sh',
      '-c',
      'mount -t tmpfs -o size=14m tmpfs "$1" && exec "$2" "$3" "$1/s3"',
      'sh',
      small,
      process.execPath,
      fileURLToPath(new URL('full-disk-worker.ts', import.meta.url)),
    ],
    { encoding: 'utf8' },
  );
  expect(JSON.parse(stdout)).toEqual([
    ['InsufficientStorage', 0],
    ['InsufficientStorage', 2],
    ['InsufficientStorage', 2],
  ]);
});
