import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { LocalFunction } from './local-function.ts';

/** The functions of the host. Those made through the API are kept in files; the platform's own are put in anew at every start. */
export interface FunctionTable {
  get(name: string): LocalFunction | undefined;
  list(): readonly LocalFunction[];
  /** For this process only. */
  putPlatform(fn: LocalFunction): void;
  save(fn: LocalFunction): Promise<void>;
  remove(name: string): Promise<void>;
}

export async function openFunctionTable(folder: string): Promise<FunctionTable> {
  await mkdir(folder, { recursive: true });
  const functions = new Map<string, LocalFunction>();
  for (const file of await readdir(folder)) {
    if (!file.endsWith('.json')) continue;
    const fn = JSON.parse(await readFile(join(folder, file), 'utf8')) as LocalFunction;
    functions.set(fn.name, fn);
  }
  const pathOf = (name: string) => join(folder, `${name}.json`);
  return {
    get: (name) => functions.get(name),
    list: () => [...functions.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    putPlatform(fn) {
      functions.set(fn.name, fn);
    },
    async save(fn) {
      functions.set(fn.name, fn);
      const draft = `${pathOf(fn.name)}.${fn.revisionId}`;
      await writeFile(draft, JSON.stringify(fn));
      await rename(draft, pathOf(fn.name));
    },
    async remove(name) {
      functions.delete(name);
      await rm(pathOf(name), { force: true });
    },
  };
}
