import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { commandEntry } from '../../bundles/command-entry.ts';
import packageJson from '../../package.json' with { type: 'json' };

const run = promisify(execFile);

describe('commandEntry', () => {
  it('gives the whole command line as a bundle, which is kept', async () => {
    const entry = fileURLToPath(await commandEntry());
    expect(basename(entry)).toBe('main.js');
    const { mtimeMs } = await stat(entry);
    expect(fileURLToPath(await commandEntry())).toBe(entry);
    expect((await stat(entry)).mtimeMs).toBe(mtimeMs);
    expect((await run(process.execPath, [entry, '--version'])).stdout).toBe(`${packageJson.version}\n`);

    // Far from its sources it still finds what lies beside them: a function's code, a store's parts.
    const folder = await mkdtemp(join(tmpdir(), 'slipway-command-test-'));
    try {
      await expect(run(process.execPath, [entry, 'runs', 'list'], { cwd: folder })).rejects.toMatchObject({ code: 7 });
      const { stdout } = await run(process.execPath, [entry, 'doctor', '--json'], { cwd: folder });
      expect(JSON.parse(stdout)).toHaveProperty('checks');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
