import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assets } from './assets.ts';

/**
 * The folder that holds every asset: the module's own, where a bundler puts them; else the npm package's, when Slipway
 * runs from source.
 */
export function locateAssets(): string {
  const beside = dirname(fileURLToPath(import.meta.url));
  if (assets.every(({ name }) => existsSync(join(beside, name)))) return beside;
  const [first] = assets;
  if (first === undefined) return beside;
  try {
    // The package's own entry, since its package.json names no exports: what `import` would load.
    const entry = createRequire(import.meta.url).resolve(`${first.package}/package.json`);
    return dirname(join(dirname(entry), first.path));
  } catch {
    const names = assets.map(({ name }) => name).join(', ');
    throw new Error(`the bundle is incomplete: ${names} must lie beside it in ${beside}`);
  }
}
