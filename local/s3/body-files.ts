import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { FileSlice } from './file-slice.ts';

/**
 * Bytes too large for the database. A file is written whole under a fresh name before the database names it, and never
 * changed after: no reader and no crash can meet half an object. Names are random, so that no key can lead outside.
 */
export interface BodyFiles {
  write(body: Uint8Array): string;
  /** One file from several, one in memory at a time. */
  join(names: readonly string[]): string;
  read(name: string): Buffer;
  /** The whole file, not yet read. */
  slice(name: string): FileSlice;
  remove(name: string): void;
  /** Where a file to be written in pieces goes; its name is what the others take. */
  draft(): { readonly name: string; readonly path: string };
  /** Removes every other file: what a process that was killed had not yet named in the database, or no longer. */
  keepOnly(named: ReadonlySet<string>): void;
}

export function bodyFiles(folder: string): BodyFiles {
  const pathOf = (name: string): string => join(folder, name.slice(0, 2), name);
  const draft = () => {
    const name = randomUUID();
    const path = pathOf(name);
    mkdirSync(dirname(path), { recursive: true });
    return { name, path };
  };
  return {
    write(body) {
      const { name, path } = draft();
      return whole(path, name, () => writeFileSync(path, body));
    },
    join(names) {
      const { name, path } = draft();
      return whole(path, name, () => {
        writeFileSync(path, '');
        for (const part of names) appendFileSync(path, readFileSync(pathOf(part)));
      });
    },
    slice(name) {
      const path = pathOf(name);
      return new FileSlice(path, 0, statSync(path).size);
    },
    read: (name) => readFileSync(pathOf(name)),
    remove(name) {
      rmSync(pathOf(name), { force: true });
    },
    draft,
    keepOnly(named) {
      if (!existsSync(folder)) return;
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (entry.isFile() && !named.has(entry.name)) rmSync(join(entry.parentPath, entry.name), { force: true });
      }
    },
  };
}

/** On a full disk a write ends in the midst: half a body would keep the room that there is. */
function whole(path: string, name: string, write: () => void): string {
  try {
    write();
    return name;
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}
