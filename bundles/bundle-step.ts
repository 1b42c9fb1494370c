import { build, type BuildFailure, type Message } from 'esbuild';
import { stat } from 'node:fs/promises';
import { basename, dirname, extname, relative, resolve } from 'node:path';
import { type BundleFault, faultFromMessage } from './bundle-fault.ts';
import { cloneCacheFolder } from './cache-folder.ts';
import { bundleOptions } from './esbuild-options.ts';
import { keptZip } from './kept-zip.ts';
import { stepRuntime } from './step-runtime.ts';
import { zipFiles } from './zip-files.ts';

export type StepBundle =
  /** `digest`: lower-case hex SHA-256 of the zip; the same source and the same Slipway give the same bytes. */
  | { readonly kind: 'bundled'; readonly zip: Uint8Array; readonly digest: string }
  | { readonly kind: 'faulty'; readonly faults: readonly BundleFault[] };

export interface StepSource {
  /** The user's file, absolute or relative to the current folder. */
  readonly file: string;
  readonly exportName: string;
}

/** Bundles a user's step handler and the runtime around it into a Lambda package. */
export async function bundleStep(source: StepSource): Promise<StepBundle> {
  const code = await bundleCode(source, 'bundle');
  if (code.kind === 'faulty') return code;
  const runtime = await stepRuntime();
  const files = new Map([
    ['index.mjs', runtime.index],
    ['worker.mjs', runtime.worker],
    ['step.mjs', code.contents],
  ]);
  const cacheDir = cloneCacheFolder();
  return { kind: 'bundled', ...(cacheDir === undefined ? zipFiles(files) : await keptZip(files, cacheDir)) };
}

/**
 * Why a handler would not bundle: its file, its export, the code of its own that it imports; none where it would. What it
 * takes from packages is not looked at, so that this is instant and needs nothing installed.
 */
export async function findStepFaults(source: StepSource): Promise<readonly BundleFault[]> {
  const code = await bundleCode(source, 'external');
  return code.kind === 'faulty' ? code.faults : [];
}

type BundledCode =
  | { readonly kind: 'bundled'; readonly contents: Uint8Array }
  | { readonly kind: 'faulty'; readonly faults: readonly BundleFault[] };

async function bundleCode(source: StepSource, packages: 'bundle' | 'external'): Promise<BundledCode> {
  const { exportName } = source;
  const file = resolve(source.file);
  const shown = relative(process.cwd(), file) || file;
  const unusable = await whyNoFile(file);
  if (unusable !== undefined) return fault(shown, `handler file ${unusable}; check the path before "#" in "handler"`);
  if (!/\.[cm]?[jt]s$|\.[jt]sx$/u.test(file)) {
    const language = extname(file) === '' ? 'has no extension' : `is a "${extname(file)}" file`;
    return fault(
      shown,
      `handler file ${language}; a handler is TypeScript or JavaScript (.ts, .mts, .cts, .js, .mjs, .cjs, .tsx, .jsx); run other languages by "image" and "command"`,
    );
  }
  const folder = dirname(file);
  try {
    const result = await build({
      ...bundleOptions,
      packages,
      absWorkingDir: folder,
      define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
      stdin: {
        contents: `export { ${JSON.stringify(exportName)} as default } from ${JSON.stringify(`./${basename(file)}`)};`,
        resolveDir: folder,
        sourcefile: 'step-entry.js',
      },
    });
    const contents = result.outputFiles[0]?.contents;
    if (contents === undefined) return fault(shown, 'handler file makes an empty bundle');
    return { kind: 'bundled', contents };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const missing = error.errors.some((message) => message.location?.file === 'step-entry.js');
    if (missing) return missingExport(file, exportName, packages, shown);
    return faulty(error, folder, shown);
  }
}

function faulty(error: BuildFailure, folder: string, shown: string): BundledCode {
  return {
    kind: 'faulty',
    faults: error.errors.map((message) => faultFromMessage(relocated(message, folder), shown)),
  };
}

/** Names what the file does export, so that the user sees the slip. */
async function missingExport(
  file: string,
  exportName: string,
  packages: 'bundle' | 'external',
  shown: string,
): Promise<BundledCode> {
  const folder = dirname(file);
  let names: readonly string[];
  try {
    const { metafile } = await build({
      ...bundleOptions,
      packages,
      absWorkingDir: folder,
      entryPoints: [file],
      outdir: folder,
    });
    names = Object.values(metafile.outputs).flatMap((output) => output.exports);
  } catch (error) {
    // What the entry could not take from the file may also be a fault of the file itself.
    if (isBuildFailure(error)) return faulty(error, folder, shown);
    throw error;
  }
  const found = names.length === 0 ? 'it exports nothing' : `it exports ${names.map((name) => `"${name}"`).join(', ')}`;
  return exportName === 'default'
    ? fault(
        shown,
        `handler file has no default export; ${found}; name one of them behind "#", or export the step as default`,
      )
    : fault(shown, `handler file has no export "${exportName}"; ${found}; export an async function of that name`);
}

async function whyNoFile(file: string): Promise<string | undefined> {
  try {
    return (await stat(file)).isFile() ? undefined : 'is a folder';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'does not exist' : `cannot be read (${String(code)})`;
  }
}

/** esbuild names files relative to the handler's folder; people name them relative to where they are. */
function relocated(message: Message, folder: string): Message {
  if (message.location === null) return message;
  const file = relative(process.cwd(), resolve(folder, message.location.file));
  return { ...message, location: { ...message.location, file } };
}

function fault(file: string, message: string): { readonly kind: 'faulty'; readonly faults: readonly BundleFault[] } {
  return { kind: 'faulty', faults: [{ file, line: 0, column: 0, message }] };
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}
