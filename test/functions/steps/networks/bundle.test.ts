import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platformOptions } from '../../../../bundles/esbuild-options.ts';
import { networkAssets } from '../../../../functions/steps/networks/assets.ts';

const MAXIMUM_BYTES = 3_000_000;
const ENTRY = 'functions/steps/networks/start-backend.ts';

describe('a bundle of a step that computes with networks', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-bundle-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const bundled = async (entry: string): Promise<Uint8Array> => {
    const { outputFiles } = await build({ ...platformOptions, entryPoints: [entry], outdir: folder });
    return outputFiles[0]?.contents ?? new Uint8Array();
  };

  const start = (): Promise<{ stdout: string }> =>
    promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      `const { startBackend } = await import(${JSON.stringify(join(folder, 'backend.mjs'))}); await startBackend(); console.log('started');`,
    ]);

  it.each(['train', 'predict'])('is small: %s', async (step) => {
    expect((await bundled(`functions/steps/${step}/step.ts`)).length).toBeLessThan(MAXIMUM_BYTES);
  });

  it('starts from its assets alone, and says which of them is missing', async () => {
    await writeFile(join(folder, 'backend.mjs'), await bundled(ENTRY));
    await expect(start()).rejects.toThrow(/the bundle is incomplete: tfjs-backend-wasm-simd.wasm must lie beside it/);
    const { resolve } = createRequire(import.meta.url);
    for (const { name, packagePath } of networkAssets) await copyFile(resolve(packagePath), join(folder, name));
    await expect(start()).resolves.toMatchObject({ stdout: 'started\n' });
  });
});
