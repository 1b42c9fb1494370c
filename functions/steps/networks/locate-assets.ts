import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { networkAssets } from './assets.ts';

/**
 * The folder that holds every asset: the module's own, where a bundler puts them; else the npm package's, when Slipway
 * runs from source.
 */
export function locateAssets(): string {
  const beside = dirname(fileURLToPath(import.meta.url));
  if (networkAssets.every(({ name }) => existsSync(join(beside, name)))) return beside;
  const { resolve } = createRequire(import.meta.url);
  try {
    const [folder = beside] = networkAssets.map(({ packagePath }) => dirname(resolve(packagePath)));
    return folder;
  } catch {
    const names = networkAssets.map(({ name }) => name).join(', ');
    throw new Error(`the bundle is incomplete: ${names} must lie beside it in ${beside}`);
  }
}
