import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A command or a cloud that still runs may load another part of an older bundle; none is expected to run for longer. */
const keptMs = 7 * 24 * 60 * 60 * 1000;

/** Removes the entries of `cacheDir` that are `ours`, were made longer than a week ago and are not to stay. */
export async function removeStale(
  cacheDir: string,
  ours: (name: string) => boolean,
  staying: ReadonlySet<string>,
): Promise<void> {
  for (const name of await readdir(cacheDir)) {
    if (!ours(name) || staying.has(name)) continue;
    const path = join(cacheDir, name);
    // Another command, at the same time, may have renamed what it had in the making, or removed what is stale.
    const made = (await stat(path).catch(unlessGone))?.mtimeMs;
    if (made !== undefined && Date.now() - made > keptMs) await rm(path, { recursive: true, force: true });
  }
}

function unlessGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
