/** The `code` of a Node or library error (`EADDRINUSE`, `LEVEL_LOCKED`), where it has one. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
