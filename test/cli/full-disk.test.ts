import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'slipway-full-disk-'));
cpSync(join(root, 'examples/ten-lines'), folder, { recursive: true });
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A file system of a given size needs a mount of one's own: Linux lets root, or a user's own namespace, have one. */
const unshare = [['--mount'], ['--user', '--map-root-user', '--mount']].find(
  (options) => spawnSync('unshare', [...options, 'mount', '-t', 'tmpfs', 'tmpfs', folder]).status === 0,
);

describe.runIf(unshare !== undefined)('slipway run on a full disk', () => {
  const run = 'node "$1" run valohai.yaml --data small/.slipway --wait';
  const script = `
    mkdir small && mount -t tmpfs -o size=$2 tmpfs small
    ${run} 2>full.txt; echo "exit code $?"; tail -n 2 full.txt
    ls small/.slipway/lambda/code | grep -F . ; ls small/.slipway | grep cloud.json.
    mount -o remount,size=64m tmpfs small
    ${run} >roomy.txt 2>&1; echo "exit code $?"; grep -o 'of count-words: succeeded' roomy.txt`;

  // The stores fill up at different moments: while files are uploaded, functions made, the run written down.
  it.each(['250k', '1100k'])('says so, ends, and goes on when there is room (%s)', (size) => {
    const { stdout } = spawnSync(
      'unshare',
      [...(unshare ?? []), 'sh', '-c', script, 'sh', join(root, 'cli/main.ts'), size],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, PATH: `${join(process.execPath, '..')}:${process.env['PATH'] ?? ''}` },
      },
    );
    rmSync(join(folder, 'small'), { recursive: true, force: true });
    expect(stdout).toBe(`exit code 1
error: no space left where the API keeps its data
hint:  free some space and run the same command again: what had finished is kept
exit code 0
of count-words: succeeded
`);
  });

  // From the lock to the engine's folder each is the first to find the disk full once; none may be taken for damaged.
  it('says so from the first moment of the first start', () => {
    const starts = `
      mkdir small
      for room in 8 68 84 92; do
        mount -t tmpfs -o size="$room"k tmpfs small
        ${run} 2>&1 >/dev/null | grep -E '^(error|hint):' | sed "s:$PWD/::"
        umount small
      done`;
    const { stdout } = spawnSync('unshare', [...(unshare ?? []), 'sh', '-c', starts, 'sh', join(root, 'cli/main.ts')], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(process.execPath, '..')}:${process.env['PATH'] ?? ''}` },
    });
    rmSync(join(folder, 'small'), { recursive: true, force: true });
    const told = (path: string) => `error: no space left for "${path}"
hint:  free some space, then run the same command again: what had finished is kept
`;
    expect(stdout).toBe(
      ['small/.slipway/cloud.lock', 'small/.slipway/s3', 'small/.slipway/dynamodb', 'small/.slipway/stepfunctions']
        .map(told)
        .join(''),
    );
  });
});
