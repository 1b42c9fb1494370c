import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

/** Where a clone keeps bundles between commands, as other tools do; undefined in a published package, or where it may not be written. */
export function cloneCacheFolder(): string | undefined {
  const modules = join(packageRoot, 'node_modules');
  try {
    accessSync(modules, constants.W_OK);
    return join(modules, '.cache', 'slipway');
  } catch {
    return undefined;
  }
}
