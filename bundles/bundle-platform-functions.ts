import { version as esbuildVersion } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FunctionName, FunctionSpec } from '../functions/manifest.ts';
import { buildEntries } from './build-entries.ts';
import { platformOptions } from './esbuild-options.ts';
import { digestFiles } from './digest-files.ts';
import { entriesOf, functionFiles } from './function-files.ts';
import { packageRoot } from './package-root.ts';
import { type SourceStamp, stampSources, unchanged } from './source-stamps.ts';
import { writeFolder, writeWhole } from './write-files.ts';

export interface FunctionBundle {
  /** Absolute folder; named by its content, so a folder that is in use never changes. */
  readonly directory: string;
  readonly handler: 'index.handler';
}

const oneDayMs = 24 * 60 * 60 * 1000;

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
  const index = (await readIndex(indexPath)) ?? (await buildAll(options.functions, cacheDir, indexPath));
  const bundles = new Map<FunctionName, FunctionBundle>();
  for (const { name } of options.functions) {
    const directory = index.directories[name];
    if (directory !== undefined) bundles.set(name, { directory: join(cacheDir, directory), handler: 'index.handler' });
  }
  return bundles;
}

async function buildAll(functions: readonly FunctionSpec[], cacheDir: string, indexPath: string): Promise<BundleIndex> {
  const built = await buildEntries([...new Set(functions.flatMap((spec) => Object.values(entriesOf(spec))))]);
  // Stamped before the files are written: an edit in between is seen as a change the next time.
  const sources = stampSources(built.inputs);
  const directories: Record<string, string> = {};
  for (const spec of functions) {
    const files = await functionFiles(spec, built);
    const directory = `${spec.name}-${digestFiles(files).slice(0, 16)}`;
    if (!existsSync(join(cacheDir, directory))) await writeFolder(join(cacheDir, directory), files);
    directories[spec.name] = directory;
  }
  const index: BundleIndex = { directories, sources };
  await writeWhole(indexPath, JSON.stringify(index));
  await removeStale(cacheDir, functions, new Set(Object.values(directories)));
  return index;
}

/** Bundles of older code, except those of the last day: a running cloud may still start environments from them. */
async function removeStale(
  cacheDir: string,
  functions: readonly FunctionSpec[],
  kept: ReadonlySet<string>,
): Promise<void> {
  const prefixes = functions.map(({ name }) => `${name}-`);
  for (const name of await readdir(cacheDir)) {
    if (kept.has(name) || !prefixes.some((prefix) => name.startsWith(prefix))) continue;
    const path = join(cacheDir, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > oneDayMs) await rm(path, { recursive: true, force: true });
  }
}

async function readIndex(path: string): Promise<BundleIndex | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const index = JSON.parse(text) as BundleIndex;
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
