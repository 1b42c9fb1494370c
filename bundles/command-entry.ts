import { existsSync } from 'node:fs';
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cloneCacheFolder } from './cache-folder.ts';
import { packageRoot } from './package-root.ts';
import { readKept } from './read-kept.ts';
import { removeStale } from './remove-stale.ts';
import { type SourceStamp, stampSources, unchanged } from './source-stamps.ts';
import { writeFolder, writeWhole } from './write-files.ts';

interface CommandIndex {
  readonly directory: string;
  readonly sources: readonly SourceStamp[];
}

/**
 * URL of the module that is the command line in a clone: a bundle that is kept, and made anew when a source has changed (by
 * path, size and time); the source itself where nothing can be kept or the sources do not bundle, so that Node tells why.
 */
export async function commandEntry(): Promise<string> {
  const source = pathToFileURL(join(packageRoot, 'cli', 'main.ts')).href;
  const cacheDir = cloneCacheFolder();
  if (cacheDir === undefined) return source;
  try {
    const directory = keptCommand(cacheDir) ?? (await keepCommand(cacheDir));
    return pathToFileURL(join(cacheDir, directory, 'cli', 'main.js')).href;
  } catch {
    return source;
  }
}

function keptCommand(cacheDir: string): string | undefined {
  const index = readKept(indexPath(cacheDir)) as CommandIndex | undefined;
  if (index === undefined || !existsSync(join(cacheDir, index.directory))) return undefined;
  return unchanged(index.sources) ? index.directory : undefined;
}

async function keepCommand(cacheDir: string): Promise<string> {
  // esbuild is loaded only where something is to be made.
  const { bundleCommand } = await import('./bundle-command.ts');
  // Its parts name their place, so that it is chosen before they are made.
  const directory = `command-${randomUUID()}`;
  const startedAt = Date.now();
  const { files, inputs } = await bundleCommand(join(cacheDir, directory));
  const sources = stampSources(inputs, startedAt);
  await writeFolder(join(cacheDir, directory), files);
  await writeWhole(indexPath(cacheDir), JSON.stringify({ directory, sources } satisfies CommandIndex));
  await removeStale(cacheDir, (name) => /^command-[\w-]+$/.test(name), new Set([directory]));
  return directory;
}

/** Another place of the clone is another index. */
function indexPath(cacheDir: string): string {
  return join(cacheDir, `command-${createHash('sha256').update(packageRoot).digest('hex').slice(0, 16)}.json`);
}
