import { readFile } from 'node:fs/promises';
import type { FunctionSpec } from '../functions/manifest.ts';
import type { BuiltEntries } from './build-entries.ts';
import { resolvePackageFile } from './package-root.ts';
import { stepRuntimeEntries } from './step-runtime-entries.ts';

/** Source entries that a function's package is made from, by the file that each becomes. */
export function entriesOf(spec: FunctionSpec): Readonly<Record<string, string>> {
  switch (spec.layout) {
    case 'function':
      return { 'index.mjs': spec.entry };
    case 'step':
      return {
        'index.mjs': stepRuntimeEntries.index,
        'worker.mjs': stepRuntimeEntries.worker,
        'step.mjs': spec.entry,
      };
  }
}

/** The files of a function's package: its bundles and the assets beside them. */
export async function functionFiles(spec: FunctionSpec, built: BuiltEntries): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const [name, entry] of Object.entries(entriesOf(spec))) {
    const bundle = built.outputs.get(entry);
    if (bundle !== undefined) files.set(name, bundle);
  }
  for (const asset of spec.assets) {
    files.set(asset.name, await readFile(resolvePackageFile(asset.packagePath)));
  }
  return files;
}
