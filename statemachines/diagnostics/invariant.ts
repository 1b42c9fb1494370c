/** Slipway's own mistake, never the user's: a promise between the rooms was broken. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

export function invariant(condition: boolean, promise: string): asserts condition {
  if (!condition) throw new InvariantError(`internal promise broken: ${promise}; please report this`);
}

/** Closes a switch over a union: a new kind that is not met here does not compile. */
export function assertNever(value: never): never {
  throw new InvariantError(`unexpected kind: ${JSON.stringify(value)}`);
}
