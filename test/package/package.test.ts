import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

interface Lock {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, { readonly dev?: boolean } & Record<string, unknown>>>;
}

describe('the published package', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-package-'));
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: await copyOfSources(),
    });
    const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ filename: string }];
    await writeLockedProject(filename);
    // From npm's cache, which the clone's own installation has filled: no network.
    await run('npm', ['ci', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
  }, 180_000);

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** Packing builds `dist/`, which must not appear in a clone that runs from source. */
  async function copyOfSources(): Promise<string> {
    const copy = join(folder, 'sources');
    const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
    });
    for (const file of stdout.split('\0').filter((path) => path !== '' && existsSync(join(root, path)))) {
      if (/^(test|docs|examples)\//.test(file)) continue;
      await mkdir(dirname(join(copy, file)), { recursive: true });
      await copyFile(join(root, file), join(copy, file));
    }
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
    return copy;
  }

  /** A project that depends on the packed file alone, at the very versions of the clone's lock file. */
  async function writeLockedProject(filename: string): Promise<void> {
    const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as Lock;
    const own = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
    const dependencies = { slipway: `file:${filename}` };
    const packages: Record<string, unknown> = {
      '': { name: 'reader', version: '1.0.0', dependencies },
      'node_modules/slipway': {
        version: own['version'],
        resolved: `file:${filename}`,
        dependencies: own['dependencies'],
        bin: own['bin'],
      },
    };
    for (const [path, entry] of Object.entries(lock.packages)) {
      if (path !== '' && entry.dev !== true) packages[path] = entry;
    }
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'reader', version: '1.0.0', dependencies }));
    await writeFile(
      join(folder, 'package-lock.json'),
      JSON.stringify({
        name: 'reader',
        version: '1.0.0',
        lockfileVersion: lock.lockfileVersion,
        requires: true,
        packages,
      }),
    );
  }

  it('validates and compiles a pipeline from an empty folder', async () => {
    await copyFile(join(root, 'examples', 'fashion-mnist', 'valohai.yaml'), join(folder, 'valohai.yaml'));
    const bin = join(folder, 'node_modules', 'slipway', 'bin', 'slipway.js');
    const compiled = await run(process.execPath, [bin, 'compile', 'valohai.yaml'], { cwd: folder });
    const fromClone = await run(process.execPath, [join(root, 'bin', 'slipway.js'), 'compile', 'valohai.yaml'], {
      cwd: folder,
    });
    expect(compiled.stdout).toBe(fromClone.stdout);
    expect(JSON.parse(compiled.stdout)).toMatchObject({ QueryLanguage: 'JSONata' });
  });

  it("runs a pipeline of one's own on the local cloud", async () => {
    await cp(join(root, 'examples', 'ten-lines'), join(folder, 'ten-lines'), { recursive: true });
    const bin = join(folder, 'node_modules', 'slipway', 'bin', 'slipway.js');
    const { stdout } = await run(process.execPath, [bin, 'run', 'ten-lines/valohai.yaml', '--wait', '--json'], {
      cwd: folder,
    });
    const last = stdout.trim().split('\n').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({ type: 'result', status: 'succeeded' });
  }, 60_000);
});
