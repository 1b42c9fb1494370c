import type { BuildOptions } from 'esbuild';
import { leanCredentials } from './lean-credentials.ts';
import { leanHttp } from './lean-http.ts';

/**
 * What every bundle shares: ESM for Lambda's Node 24, no source maps, the same bytes for the same source.
 * CommonJS dependencies use `require` and `__dirname`, which an ES module does not have, so they are made globals (a constant
 * would clash with a user's own `const require = createRequire(...)`).
 */
export const bundleOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  conditions: ['module'],
  charset: 'utf8',
  legalComments: 'none',
  sourcemap: false,
  write: false,
  metafile: true,
  logLevel: 'silent',
  outExtension: { '.js': '.mjs' },
  banner: {
    js: "import { createRequire as slipwayCreateRequire } from 'node:module'; globalThis.require ??= slipwayCreateRequire(import.meta.url); globalThis.__dirname ??= import.meta.dirname; globalThis.__filename ??= import.meta.filename;",
  },
} satisfies BuildOptions;

/**
 * The platform's own code is loaded at every cold start: smaller is sooner. Names of functions are not kept, which would cost a
 * call for every closure that is made; errors say their names themselves.
 */
export const platformOptions = {
  ...bundleOptions,
  minify: true,
  plugins: [leanHttp, leanCredentials],
} satisfies BuildOptions;
