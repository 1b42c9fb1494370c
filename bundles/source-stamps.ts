import { statSync } from 'node:fs';
import { sep } from 'node:path';

/** Path, size and time of change: says "the same as before" without reading the file. */
export type SourceStamp = readonly [path: string, size: number, modifiedMs: number];

/**
 * Stamps of what a bundle was made from. A dependency never changes within its version, so its package.json stands for all of
 * its files: some sixty stamps instead of two thousand. `readSince` is when the first of them was read, in milliseconds of the
 * epoch: no stamp is later, so that what was written meanwhile counts as changed.
 */
export function stampSources(paths: readonly string[], readSince: number): readonly SourceStamp[] {
  const watched = new Set(paths.map(packageManifestOf));
  return [...watched].sort().map((path) => stamp(path, readSince));
}

export function unchanged(stamps: readonly SourceStamp[]): boolean {
  return stamps.every(([path, size, modifiedMs]) => {
    const now = statSync(path, { throwIfNoEntry: false });
    return now?.size === size && now.mtimeMs === modifiedMs;
  });
}

function stamp(path: string, readSince: number): SourceStamp {
  const { size, mtimeMs } = statSync(path);
  return [path, size, Math.min(mtimeMs, readSince)];
}

function packageManifestOf(path: string): string {
  const marker = `${sep}node_modules${sep}`;
  const at = path.lastIndexOf(marker);
  if (at < 0) return path;
  const parts = path.slice(at + marker.length).split(sep);
  const name = parts.slice(0, parts[0]?.startsWith('@') === true ? 2 : 1);
  return [path.slice(0, at) + sep + 'node_modules', ...name, 'package.json'].join(sep);
}
