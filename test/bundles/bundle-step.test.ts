import { unzipSync } from 'fflate';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatBundleFault } from '../../bundles/bundle-fault.ts';
import { bundleStep } from '../../bundles/bundle-step.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-bundles-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

async function bundled(path: string, exportName = 'default'): Promise<{ zip: Uint8Array; digest: string }> {
  const bundle = await bundleStep({ file: path, exportName });
  if (bundle.kind === 'faulty') throw new Error(bundle.faults.map(formatBundleFault).join('\n'));
  return bundle;
}

async function faults(path: string, exportName = 'default'): Promise<readonly string[]> {
  const bundle = await bundleStep({ file: path, exportName });
  const here = relative(process.cwd(), folder);
  return bundle.kind === 'faulty' ? bundle.faults.map((fault) => formatBundleFault(fault).replaceAll(here, '.')) : [];
}

describe('bundleStep', () => {
  it('makes the same bytes for the same code, and others for other code', async () => {
    const one = await file('one.ts', 'export const train = async (): Promise<number> => 1;');
    const first = await bundled(one, 'train');
    expect(first.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await bundled(one, 'train')).toEqual(first);
    expect((await bundled(await file('two.ts', 'export const train = async () => 2;'), 'train')).digest).not.toBe(
      first.digest,
    );
  });

  it('packs handler, worker and the step as default export, whatever the step needs of CommonJS', async () => {
    await file('legacy.cjs', 'exports.here = __dirname; exports.join = require("node:path").join;');
    const path = await file(
      'steps.ts',
      `import { createRequire } from 'node:module';
       import legacy from './legacy.cjs';
       const require = createRequire(import.meta.url);
       const __dirname = import.meta.dirname;
       export async function train() { return [legacy.here === __dirname, require('node:path').join === legacy.join]; }`,
    );
    const files = unzipSync((await bundled(path, 'train')).zip);
    expect(Object.keys(files)).toEqual(['index.mjs', 'step.mjs', 'worker.mjs']);
    const step = await file('bundled-step.mjs', Buffer.from(files['step.mjs'] ?? []).toString());
    const module = (await import(pathToFileURL(step).href)) as { default: () => Promise<unknown> };
    expect(await module.default()).toEqual([true, true]);
  });

  it.each([
    [
      'nothing.ts',
      'default',
      './nothing.ts: error: handler file does not exist; check the path before "#" in "handler"',
    ],
    [
      'named.ts',
      'default',
      './named.ts: error: handler file has no default export; it exports "test", "train"; name one of them behind "#", or export the step as default',
    ],
    [
      'named.ts',
      'trian',
      './named.ts: error: handler file has no export "trian"; it exports "test", "train"; export an async function of that name',
    ],
    ['syntax.ts', 'default', './syntax.ts:2:11: error: unexpected ";"'],
    ['missing.ts', 'default', './missing.ts:1:19: error: could not resolve "./absent.ts"'],
  ])('says what is wrong with %s#%s', async (name, exportName, message) => {
    await file('named.ts', 'export const train = async () => {}; export const test = async () => {};');
    await file('syntax.ts', 'export default 1;\nconst x = ;');
    await file('missing.ts', 'import { x } from "./absent.ts";\nexport default x;');
    expect(await faults(join(folder, name), exportName)).toEqual([message]);
  });

  it('says which languages a handler is written in', async () => {
    const languages =
      'a handler is TypeScript or JavaScript (.ts, .mts, .cts, .js, .mjs, .cjs, .tsx, .jsx); run other languages by "image" and "command"';
    expect(await faults(await file('train.py', 'def main(): pass'), 'main')).toEqual([
      `./train.py: error: handler file is a ".py" file; ${languages}`,
    ]);
    expect(await faults(await file('train', 'x'))).toEqual([
      `./train: error: handler file has no extension; ${languages}`,
    ]);
  });

  it('names the fault of a file whose export cannot be seen for it', async () => {
    const path = await file('broken-import.ts', "export { train } from './data.xyz';");
    await file('data.xyz', 'no code');
    expect(await faults(path, 'other')).toEqual([expect.stringContaining('data.xyz')]);
  });

  it('tells a folder from a file', async () => {
    expect(await faults(folder)).toEqual([expect.stringContaining('handler file is a folder')]);
  });
});
