import type { OutputNote, ThrownError } from './worker-protocol.ts';

/** How the step's code ended in its thread. */
export type ThreadEnding =
  | { readonly kind: 'returned' }
  | { readonly kind: 'threw'; readonly error: ThrownError }
  | { readonly kind: 'unloadable'; readonly error: ThrownError }
  /** Threw outside of the promise that it returned: a timer, an event, a rejection that nobody handles. */
  | { readonly kind: 'crashed'; readonly error: ThrownError }
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'out-of-memory' }
  /** By the runtime, which knows why. */
  | { readonly kind: 'killed' };

export interface EndedThread {
  readonly ending: ThreadEnding;
  /** False only where the step certainly has written no outputs. */
  readonly mayHaveOutputs: boolean;
  /** Media types and metadata given with outputs, by normalised path. */
  readonly notes: ReadonlyMap<string, OutputNote>;
}
