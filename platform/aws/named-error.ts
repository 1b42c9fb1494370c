/** The SDK's exceptions are told apart by their names: the service's own, whichever client threw them. */
export function isNamed(error: unknown, ...names: readonly string[]): error is Error {
  return error instanceof Error && names.includes(error.name);
}
