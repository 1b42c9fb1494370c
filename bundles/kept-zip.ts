import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestFiles } from './digest-files.ts';
import { removeStale } from './remove-stale.ts';
import { writeWhole } from './write-files.ts';
import { type ZippedFiles, zipFiles } from './zip-files.ts';

/**
 * The same as `zipFiles`, kept in `cacheDir` by the content of the files: compressing a package takes longer than bundling it,
 * and most commands come with the code of the one before.
 */
export async function keptZip(files: ReadonlyMap<string, Uint8Array>, cacheDir: string): Promise<ZippedFiles> {
  const folder = join(cacheDir, 'packages');
  const path = join(folder, `${digestFiles(files)}.zip`);
  const kept = await readFile(path).catch(() => undefined);
  if (kept !== undefined) return { zip: new Uint8Array(kept), digest: createHash('sha256').update(kept).digest('hex') };
  const zipped = zipFiles(files);
  await writeWhole(path, zipped.zip);
  await removeStale(folder, () => true, new Set());
  return zipped;
}
