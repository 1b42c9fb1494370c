import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('./programs/run-intruder.ts', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-step-thread-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** In a process that may write into one folder alone, as a function may. */
async function outcomeOfWriting(path: string): Promise<unknown> {
  const flags = ['--permission', '--allow-fs-read=*', `--allow-fs-write=${join(folder, 'own')}`, '--allow-worker'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, program, path]);
  return JSON.parse(stdout);
}

describe('a step in its thread', () => {
  it('may not write where its process may not', async () => {
    const path = join(folder, 'foreign.txt');
    expect(await outcomeOfWriting(path)).toEqual({
      kind: 'failed',
      error: 'StepFailed',
      message: `a file may not be written there; a step writes into its outputs folder or the temporary folder (access denied, "${path}")`,
    });
    expect(await readdir(folder)).toEqual([]);
  });
});
