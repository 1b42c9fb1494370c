/**
 * Node's own flags about what a process may do. A worker that is given flags of its own would lose them, and its step could write
 * wherever the user may. https://nodejs.org/docs/latest-v24.x/api/permissions.html#permission-model-constraints
 */
export function permissionFlags(flags: readonly string[]): string[] {
  return flags.filter((flag) => /^--(permission$|allow-)/.test(flag));
}
