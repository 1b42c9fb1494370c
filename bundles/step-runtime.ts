import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { manifest } from '../functions/manifest.ts';
import { buildEntries } from './build-entries.ts';
import { bundlePlatformFunctions } from './bundle-platform-functions.ts';
import { cloneCacheFolder } from './cache-folder.ts';
import { stepRuntimeEntries } from './step-runtime-entries.ts';

/** The bundles that surround a step's code in its package. */
export interface StepRuntime {
  readonly index: Uint8Array;
  readonly worker: Uint8Array;
}

let runtime: Promise<StepRuntime> | undefined;

/** The same for every step; a built-in step's kept bundle holds it already. */
export function stepRuntime(): Promise<StepRuntime> {
  const cacheDir = cloneCacheFolder();
  runtime ??= cacheDir === undefined ? builtRuntime() : keptRuntime(cacheDir);
  return runtime;
}

async function keptRuntime(cacheDir: string): Promise<StepRuntime> {
  const functions = manifest.filter(({ layout }) => layout === 'step').slice(0, 1);
  const [bundle] = (await bundlePlatformFunctions({ functions, cacheDir })).values();
  if (bundle === undefined) return builtRuntime();
  const [index, worker] = await Promise.all(
    ['index.mjs', 'worker.mjs'].map((name) => readFile(join(bundle.directory, name))),
  );
  return wholeRuntime(index, worker);
}

async function builtRuntime(): Promise<StepRuntime> {
  const { outputs } = await buildEntries(Object.values(stepRuntimeEntries));
  return wholeRuntime(outputs.get(stepRuntimeEntries.index), outputs.get(stepRuntimeEntries.worker));
}

function wholeRuntime(index: Uint8Array | undefined, worker: Uint8Array | undefined): StepRuntime {
  if (index === undefined || worker === undefined) throw new Error('the step runtime is missing from the package');
  return { index, worker };
}
