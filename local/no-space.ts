import { errorCode } from './error-code.ts';

/** https://www.sqlite.org/rescode.html#full */
const SQLITE_FULL = 13;

/** What the services of the local cloud answer then, where AWS's own never fill up: https://www.rfc-editor.org/rfc/rfc4918#section-11.5 */
export const INSUFFICIENT_STORAGE = { status: 507, code: 'InsufficientStorage' } as const;

/** Whether a store failed because the disk is full: told by the operating system, by SQLite, or in LevelDB's words. */
export function isNoSpace(error: unknown): boolean {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return true;
  if (typeof error !== 'object' || error === null) return false;
  if ('errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_FULL) return true;
  if (code === 'LEVEL_IO_ERROR' && 'message' in error && /No space left on device/iu.test(String(error.message)))
    return true;
  return 'cause' in error && isNoSpace(error.cause);
}

/** For a service's answer, read by whoever reads its client's error. */
export const NO_SPACE_MESSAGE = 'no space left in the data folder of the local cloud';
