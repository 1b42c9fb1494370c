import { build, type Plugin } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleOptions } from './esbuild-options.ts';
import { packageRoot } from './package-root.ts';

export interface CommandBundle {
  /** By file name; `main.mjs` is the command line, the others are its parts, loaded when they are needed. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Absolute paths of every source that went in. */
  readonly inputs: readonly string[];
}

/** What brings native code, or looks for its own files. */
const leftOutside = ['esbuild', 'dynalite', 'fauxqs', '@aws-sdk/*'];

/** Bundles the command line. Seven hundred modules, which take half a second to find and load, become a dozen. */
export async function bundleCommand(): Promise<CommandBundle> {
  const result = await build({
    ...bundleOptions,
    absWorkingDir: packageRoot,
    entryPoints: ['cli/main.ts'],
    outdir: packageRoot,
    splitting: true,
    external: leftOutside,
    plugins: [ownPlace],
    define: {
      'import.meta.dirname': 'slipwayOwnDirname',
      'import.meta.filename': 'slipwayOwnFilename',
      'import.meta.url': 'slipwayOwnUrl',
    },
  });
  return {
    files: new Map(result.outputFiles.map(({ path, contents }) => [basename(path), contents])),
    inputs: Object.keys(result.metafile.inputs).map((input) => resolve(packageRoot, input)),
  };
}

/** A module that asks where it lies is told the place of its source: what it looks for lies beside that. */
const ownPlace: Plugin = {
  name: 'own-place',
  setup(bundling) {
    bundling.onLoad({ filter: /\.(ts|mjs|js)$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('import.meta')) return undefined;
      const places = {
        slipwayOwnDirname: dirname(path),
        slipwayOwnFilename: path,
        slipwayOwnUrl: pathToFileURL(path).href,
      };
      const constants = Object.entries(places).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
      return { loader: path.endsWith('.ts') ? 'ts' : 'js', contents: `${constants.join('')}${text}` };
    });
  },
};
