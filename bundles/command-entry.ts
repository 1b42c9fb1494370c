import { existsSync, readFileSync, statSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cloneCacheFolder } from './cache-folder.ts';
import { packageRoot } from './package-root.ts';
import { type SourceStamp, stampSources, unchanged } from './source-stamps.ts';
import { writeFolder, writeWhole } from './write-files.ts';

interface CommandIndex {
  readonly directory: string;
  readonly sources: readonly SourceStamp[];
}

const oneDayMs = 24 * 60 * 60 * 1000;

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
  const path = indexPath(cacheDir);
  if (!existsSync(path)) return undefined;
  const { directory, sources } = JSON.parse(readFileSync(path, 'utf8')) as CommandIndex;
  return existsSync(join(cacheDir, directory)) && unchanged(sources) ? directory : undefined;
}

async function keepCommand(cacheDir: string): Promise<string> {
  // esbuild is loaded only where something is to be made.
  const { bundleCommand } = await import('./bundle-command.ts');
  // Its parts name their place, so that it is chosen before they are made.
  const directory = `command-${randomUUID()}`;
  const { files, inputs } = await bundleCommand(join(cacheDir, directory));
  const sources = stampSources(inputs);
  await writeFolder(join(cacheDir, directory), files);
  await writeWhole(indexPath(cacheDir), JSON.stringify({ directory, sources } satisfies CommandIndex));
  for (const name of await readdir(cacheDir)) {
    const path = join(cacheDir, name);
    // A command that still runs may load another part of an older bundle.
    if (!/^command-[\w-]+$/.test(name) || name === directory || Date.now() - statSync(path).mtimeMs < oneDayMs)
      continue;
    await rm(path, { recursive: true, force: true });
  }
  return directory;
}

/** Another place of the clone is another index. */
function indexPath(cacheDir: string): string {
  return join(cacheDir, `command-${createHash('sha256').update(packageRoot).digest('hex').slice(0, 16)}.json`);
}
