import { access, constants } from 'node:fs/promises';

import { errorCode } from './error-code.ts';
import { storageFault } from './storage-fault.ts';

/**
 * Looks whether this user may write to each path that exists. Asked before a store is opened, since the stores tell a
 * missing permission in words of their own ("disk I/O error"), which look like damage.
 *
 * @throws {LocalCloudError} `data-folder-not-writable`, naming the first path that may not be written.
 */
export async function requireWriteAccess(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    try {
      await access(path, constants.R_OK | constants.W_OK);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw storageFault(error, path) ?? error;
    }
  }
}
