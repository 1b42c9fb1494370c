import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** A whole local cloud starts for each command, on machines that may be busy. */
const TIMEOUT = 240_000;

let folder = '';
/** One cloud for all commands: a look that came first would else own it, and stay until the run has ended. */
let cloud: ChildProcess;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-approval-'));
  await cp(join(root, 'examples/approval'), folder, { recursive: true });
  const env = { ...process.env, XDG_CONFIG_HOME: folder };
  cloud = spawn(process.execPath, [join(root, 'bin/slipway.js'), 'dev'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (cloud.stdout !== null) await once(cloud.stdout, 'data');
}, TIMEOUT);
afterAll(async () => {
  cloud.kill();
  await once(cloud, 'exit');
  await rm(folder, { recursive: true, force: true });
});

function slipway(...words: readonly string[]) {
  return new Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'bin/slipway.js'), ...words],
      { cwd: folder, env: { ...process.env, NO_COLOR: '1', XDG_CONFIG_HOME: folder } },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : error.code, stdout, stderr });
      },
    );
  });
}

interface Shown {
  readonly status: string;
  readonly reason?: string;
  readonly nodes: readonly { readonly node: string; readonly status: string; readonly reason?: string }[];
}

/** Starts the pipeline, answers what it asks from another process, and shows what became of it. */
async function answered(...answer: readonly string[]) {
  const running = slipway('run', 'valohai.yaml', '--wait', '--json');
  for (;;) {
    const { code, stdout } = await slipway('runs', 'show', 'latest', '--json');
    const { status, nodes = [] } = code === 0 ? (JSON.parse(stdout) as Shown) : { status: 'pending' };
    if (status === 'running' && nodes.some((node) => node.status === 'waiting-approval')) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const told = await slipway('runs', ...answer);
  const { code } = await running;
  const shown = JSON.parse((await slipway('runs', 'show', 'latest', '--json')).stdout) as Shown;
  const fates = Object.fromEntries(shown.nodes.map(({ node, status }) => [node, status]));
  return { told, code, shown, fates };
}

describe('a person between a training and its use', { timeout: TIMEOUT }, () => {
  it('says yes, and why', async () => {
    const { told, code, fates } = await answered('approve', 'latest', '--comment', 'one cruise is no harm');
    expect(told.stdout).toMatch(/^approve of run \w{26} approved\n$/u);
    expect({ code, fates }).toEqual({
      code: 0,
      fates: { train: 'succeeded', approve: 'succeeded', release: 'succeeded' },
    });
    await slipway('artifacts', 'download', 'latest', '--node', 'release', '-o', 'files');
    expect(JSON.parse(await readFile(join(folder, 'files/release/release.json'), 'utf8'))).toMatchObject({
      accuracy: 0.875,
      because: 'one cruise is no harm',
    });
  });

  it('says no, and why', async () => {
    const { told, code, shown, fates } = await answered('reject', 'latest', 'approve', '--comment', 'too many cruises');
    expect(told).toMatchObject({ code: 0, stderr: '' });
    expect({ code, fates, reason: shown.reason }).toEqual({
      code: 5,
      fates: { train: 'succeeded', approve: 'failed', release: 'omitted' },
      reason: '"approve" failed: it was rejected: too many cruises',
    });
    expect(await slipway('runs', 'approve', 'latest')).toMatchObject({ code: 7, stdout: '' });
  });

  it('is not asked where the filter was never wrong', async () => {
    const { code, stdout } = await slipway(
      'run',
      'valohai.yaml',
      '-p',
      'train.held_back=7',
      '--outputs',
      'out',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      nodes: { approve: { status: 'skipped' }, release: { status: 'succeeded' } },
    });
    expect(JSON.parse(await readFile(join(folder, 'out/release/release.json'), 'utf8'))).toMatchObject({
      because: 'it was never wrong',
    });
  });
});
