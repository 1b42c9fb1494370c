/** Closes a switch over a union: the compiler refuses a kind that was not met. */
export const assertNever = (value: never): never => {
  throw new Error(`unexpected kind: ${JSON.stringify(value)}`);
};
