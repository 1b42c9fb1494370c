import { createHash } from 'node:crypto';
import { zipSync, type Zippable } from 'fflate';

export interface ZippedFiles {
  readonly zip: Uint8Array;
  /** Lower-case hex SHA-256 of the zip's bytes. */
  readonly digest: string;
}

/** Same files, same bytes: names sorted, times fixed (a zip keeps local time without a zone, hence local components). */
export function zipFiles(files: ReadonlyMap<string, Uint8Array>): ZippedFiles {
  const mtime = new Date(1980, 0, 1);
  const entries: Zippable = {};
  for (const name of [...files.keys()].sort()) {
    const content = files.get(name);
    if (content !== undefined) entries[name] = [content, { mtime, level: 6 }];
  }
  const zip = zipSync(entries);
  return { zip, digest: createHash('sha256').update(zip).digest('hex') };
}
