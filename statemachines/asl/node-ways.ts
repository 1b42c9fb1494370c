import type { Continuation } from './scope.ts';

/** What states hand on of a node, by how it came out. */
export interface NodeWays {
  readonly succeeded: Continuation;
  /** Behind a failure that does not end the run; absent where it does. */
  readonly failed?: Continuation;
  /** Behind one that does, where something is to be done first; the variables hold what ended it. */
  readonly raise?: { readonly then: string; readonly error: string; readonly cause: string };
}
