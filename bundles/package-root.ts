import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds the rooms: the clone, or `dist/` of the published package. */
export const packageRoot = dirname(import.meta.dirname);

/** Absolute path of a source file named as in a clone; the published package holds the same file as JavaScript. */
export function resolveEntry(entry: string): string {
  const source = join(packageRoot, entry);
  return existsSync(source) ? source : source.replace(/\.ts$/, '.js');
}

/** Absolute path of a file inside one of Slipway's dependencies, wherever the package manager put it. */
export function resolvePackageFile(packagePath: string): string {
  const parts = packagePath.split('/');
  const nameLength = packagePath.startsWith('@') ? 2 : 1;
  const name = parts.slice(0, nameLength).join('/');
  // A package's `exports` may hide the file, so the package's folder is looked for instead of the file's specifier.
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
    const candidate = join(folder, packagePath);
    if (existsSync(candidate)) return candidate;
  }
  return fileURLToPath(import.meta.resolve(packagePath));
}
