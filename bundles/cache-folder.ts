import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

/**
 * Where bundles are kept between starts: in a clone where tools keep their caches, for all data folders together; else, as
 * in a published package, whose folder may not be written, in `folder`.
 */
export function bundleCacheFolder(folder: string): string {
  const modules = join(packageRoot, 'node_modules');
  try {
    accessSync(modules, constants.W_OK);
    return join(modules, '.cache', 'slipway');
  } catch {
    return folder;
  }
}
