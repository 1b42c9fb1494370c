import { version as esbuildVersion } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FunctionName, FunctionSpec } from '../functions/manifest.ts';
import { buildEntries } from './build-entries.ts';
import { platformOptions } from './esbuild-options.ts';
import { digestFiles } from './digest-files.ts';
import { entriesOf, functionFiles } from './function-files.ts';
import { packageRoot } from './package-root.ts';
import { readKept } from './read-kept.ts';
import { removeStale } from './remove-stale.ts';
import { type SourceStamp, stampSources, unchanged } from './source-stamps.ts';
import { writeFolder, writeWhole } from './write-files.ts';

export interface FunctionBundle {
  /** Absolute folder; named by its content, so a folder that is in use never changes. */
  readonly directory: string;
  readonly handler: 'index.handler';
}

interface BundleIndex {
  readonly directories: Readonly<Record<string, string>>;
  readonly sources: readonly SourceStamp[];
}

/**
 * Bundles functions of the manifest into `cacheDir`. When no source has changed since the last time (by path, size and time),
 * nothing is built and nothing but the index is read.
 */
export async function bundlePlatformFunctions(options: {
  readonly functions: readonly FunctionSpec[];
  readonly cacheDir: string;
}): Promise<Map<FunctionName, FunctionBundle>> {
  const cacheDir = resolve(options.cacheDir);
  const indexPath = join(cacheDir, `${cacheKey(options.functions)}.json`);
  const index = keptIndex(indexPath) ?? (await buildAll(options.functions, cacheDir, indexPath));
  const bundles = new Map<FunctionName, FunctionBundle>();
  for (const { name } of options.functions) {
    const directory = index.directories[name];
    if (directory !== undefined) bundles.set(name, { directory: join(cacheDir, directory), handler: 'index.handler' });
  }
  return bundles;
}

async function buildAll(functions: readonly FunctionSpec[], cacheDir: string, indexPath: string): Promise<BundleIndex> {
  const startedAt = Date.now();
  const built = await buildEntries([...new Set(functions.flatMap((spec) => Object.values(entriesOf(spec))))]);
  const sources = stampSources(built.inputs, startedAt);
  const directories: Record<string, string> = {};
  for (const spec of functions) {
    const files = await functionFiles(spec, built);
    const directory = `${spec.name}-${digestFiles(files).slice(0, 16)}`;
    if (!existsSync(join(cacheDir, directory))) await writeFolder(join(cacheDir, directory), files);
    directories[spec.name] = directory;
  }
  const index: BundleIndex = { directories, sources };
  await writeWhole(indexPath, JSON.stringify(index));
  const ours = (folder: string) => functions.some(({ name }) => folder.startsWith(`${name}-`));
  await removeStale(cacheDir, ours, new Set(Object.values(directories)));
  return index;
}

function keptIndex(path: string): BundleIndex | undefined {
  const index = readKept(path) as BundleIndex | undefined;
  if (index === undefined) return undefined;
  const cacheDir = resolve(path, '..');
  const whole = Object.values(index.directories).every((directory) => existsSync(join(cacheDir, directory)));
  return whole && unchanged(index.sources) ? index : undefined;
}

/** Another list of functions, another bundler or another place of the package is another index. */
function cacheKey(functions: readonly FunctionSpec[]): string {
  const what = functions.map(({ name, entry, layout, assets }) => ({ name, entry, layout, assets }));
  return createHash('sha256')
    .update(JSON.stringify([esbuildVersion, platformOptions, packageRoot, what]))
    .digest('hex')
    .slice(0, 16);
}
