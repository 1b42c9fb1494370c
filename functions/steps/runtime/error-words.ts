/** System errors in the user's words; undefined: no words of our own. */
export function systemErrorWords(code: string | undefined, message: string): string | undefined {
  switch (code) {
    case 'ENOSPC':
      return `no space is left in the step's temporary folder; raise "storage" of the step, or write less (${message})`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ERR_ACCESS_DENIED':
      return `a file may not be written there; a step writes into its outputs folder or the temporary folder (${message})`;
    case 'EMFILE':
    case 'ENFILE':
      return `too many files are open at once; close files, or read them one after the other (${message})`;
    default:
      return undefined;
  }
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
