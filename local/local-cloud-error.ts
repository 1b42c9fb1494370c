export type LocalCloudErrorCode =
  /** Another process owns the data folder. */
  | 'data-folder-in-use'
  /** The data folder cannot be made, read or written. */
  | 'data-folder-not-writable'
  | 'disk-full'
  /** A store in the data folder cannot be opened. */
  | 'data-folder-damaged'
  | 'port-in-use'
  | 'port-not-allowed'
  /** A platform function cannot be bundled or started. */
  | 'function-not-startable'
  /** The cloud that was running does not answer. */
  | 'cloud-not-reachable';

/** Why the local cloud cannot start or go on, in the user's words. `hint` says what to do. */
export class LocalCloudError extends Error {
  override readonly name = 'LocalCloudError';
  readonly code: LocalCloudErrorCode;
  readonly hint: string;

  constructor(code: LocalCloudErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
  }
}
