import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { packageRoot, resolveEntry } from './package-root.ts';
import { platformOptions } from './esbuild-options.ts';

export interface BuiltEntries {
  /** Bundle by the entry's name as it was given. */
  readonly outputs: ReadonlyMap<string, Uint8Array>;
  /** Absolute paths of every source that went in. */
  readonly inputs: readonly string[];
}

/** Bundles several of the platform's own entries in one go: esbuild then parses what they share once. */
export async function buildEntries(entries: readonly string[]): Promise<BuiltEntries> {
  const result = await build({
    ...platformOptions,
    absWorkingDir: packageRoot,
    outdir: packageRoot,
    entryPoints: entries.map((entry, index) => ({ in: resolveEntry(entry), out: `slipway-entry-${index}` })),
  });
  const bundles = new Map(result.outputFiles.map((file) => [file.path, file.contents]));
  const outputs = new Map<string, Uint8Array>();
  for (const [index, entry] of entries.entries()) {
    const contents = bundles.get(resolve(packageRoot, `slipway-entry-${index}.mjs`));
    if (contents !== undefined) outputs.set(entry, contents);
  }
  return { outputs, inputs: sourceFiles(Object.keys(result.metafile.inputs)) };
}

/** Inputs of a plugin have a namespace in front and no file behind them. */
function sourceFiles(inputs: readonly string[]): readonly string[] {
  return inputs.map((input) => resolve(packageRoot, input)).filter((path) => existsSync(path));
}
