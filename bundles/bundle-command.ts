import { build, type Plugin } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleOptions } from './esbuild-options.ts';
import { packageRoot } from './package-root.ts';

export interface CommandBundle {
  /** By path below the bundle's folder; `cli/main.js` is the command line, the others are loaded when they are needed. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Absolute paths of every source that went in. */
  readonly inputs: readonly string[];
}

/** What brings native code, or looks for its own files. */
const leftOutside = ['esbuild', 'dynalite', 'fauxqs', '@aws-sdk/*'];

/** What is started by its path, as a thread or a process, from a module beside it. */
const startedByPath = [
  'engine/expression/expression-thread.ts',
  'local/dynamodb/dynamodb-thread.ts',
  'local/lambda-host/environment.ts',
];

/**
 * Bundles the command line for the folder that it is to lie in. Seven hundred modules, which take half a second to find and
 * load, become a dozen.
 */
export async function bundleCommand(folder: string): Promise<CommandBundle> {
  const result = await build({
    ...bundleOptions,
    absWorkingDir: packageRoot,
    entryPoints: ['cli/main.ts', ...startedByPath],
    outbase: packageRoot,
    outdir: folder,
    outExtension: { '.js': '.js' },
    splitting: true,
    external: leftOutside,
    plugins: [ownPlace(folder)],
    define: {
      'import.meta.dirname': 'slipwayOwnDirname',
      'import.meta.filename': 'slipwayOwnFilename',
      'import.meta.url': 'slipwayOwnUrl',
    },
  });
  const files = new Map(result.outputFiles.map(({ path, contents }) => [relative(folder, path), contents]));
  files.set('package.json', Buffer.from('{"type":"module"}'));
  return { files, inputs: Object.keys(result.metafile.inputs).map((input) => resolve(packageRoot, input)) };
}

/**
 * A module that asks where it lies is told the place of its source, beside which lies what it looks for; only what starts
 * another entry of the bundle is told a place beside that.
 */
function ownPlace(folder: string): Plugin {
  const bundled = new Set(startedByPath.map((entry) => dirname(join(packageRoot, entry))));
  return {
    name: 'own-place',
    setup(bundling) {
      bundling.onLoad({ filter: /\.(ts|mjs|js)$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        if (!text.includes('import.meta')) return undefined;
        const place = bundled.has(dirname(path))
          ? join(folder, relative(packageRoot, path).replace(/\.ts$/, '.js'))
          : path;
        const constants = {
          slipwayOwnDirname: dirname(place),
          slipwayOwnFilename: place,
          slipwayOwnUrl: pathToFileURL(place).href,
        };
        const declared = Object.entries(constants).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
        return { loader: path.endsWith('.ts') ? 'ts' : 'js', contents: `${declared.join('')}${text}` };
      });
    },
  };
}
