/** A timer that has not fired yet. Cancelling twice, or after it fired, does nothing. */
export interface Timer {
  cancel(): void;
}

/** The only source of time in the engine. Times are milliseconds since the epoch. */
export interface Clock {
  readonly kind: 'real' | 'virtual';
  now(): number;
  /** Calls `action` once, when the clock has reached `time`. */
  at(time: number, action: () => void): Timer;
  /** Work outside the engine begins (a network call, a function of the library's user): virtual time stands still until it ends. */
  hold(): void;
  /** Work outside the engine has ended. */
  release(): void;
  /** No timer fires any more. */
  close(): void;
}
