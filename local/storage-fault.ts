import { errorCode } from './error-code.ts';
import { LocalCloudError } from './local-cloud-error.ts';
import { isNoSpace } from './no-space.ts';

/** Says what a failed file operation in the data folder means to the user; undefined for what is not about the folder. */
export function storageFault(error: unknown, path: string): LocalCloudError | undefined {
  if (isNoSpace(error)) {
    return new LocalCloudError(
      'disk-full',
      `no space left for "${path}"`,
      'free some space, then run the same command again: what had finished is kept',
      error,
    );
  }
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new LocalCloudError(
        'data-folder-not-writable',
        `cannot write to "${path}"`,
        'give yourself write permission on that folder, or choose another one with --data',
        error,
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new LocalCloudError(
        'data-folder-not-writable',
        `"${path}" is not a folder`,
        'move that file away, or choose another folder with --data',
        error,
      );
    default:
      return undefined;
  }
}
