import type { FunctionSpec } from '../functions/manifest.ts';
import { buildEntries } from './build-entries.ts';
import { entriesOf, functionFiles } from './function-files.ts';
import { writeFolder } from './write-files.ts';

/** Bundles one function of the manifest into `outDir`, which must not exist yet. Its handler is `index.handler`. */
export async function bundlePlatformFunction(spec: FunctionSpec, outDir: string): Promise<void> {
  await writeFolder(outDir, await functionFiles(spec, await buildEntries(Object.values(entriesOf(spec)))));
}
