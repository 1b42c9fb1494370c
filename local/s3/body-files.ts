import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Bytes too large for the database. A file is written whole under a fresh name before the database names it, and never
 * changed after: no reader and no crash can meet half an object. Names are random, so that no key can lead outside.
 */
export interface BodyFiles {
  write(body: Uint8Array): string;
  /** One file from several, one in memory at a time. */
  join(names: readonly string[]): string;
  read(name: string): Buffer;
  remove(name: string): void;
  /** Where a file to be written in pieces goes; its name is what the others take. */
  draft(): { readonly name: string; readonly path: string };
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
      writeFileSync(path, body);
      return name;
    },
    join(names) {
      const { name, path } = draft();
      writeFileSync(path, '');
      for (const part of names) appendFileSync(path, readFileSync(pathOf(part)));
      return name;
    },
    read: (name) => readFileSync(pathOf(name)),
    remove(name) {
      rmSync(pathOf(name), { force: true });
    },
    draft,
  };
}
