/** The branch that this work belonged to was stopped: what it would still have done is of no interest to anyone. */
export class HaltedError extends Error {
  constructor() {
    super('halted');
    this.name = 'HaltedError';
  }
}

/** A tree of "stop" flags: stopping a Parallel stops its branches. AbortSignal does the same at ten times the price. */
export interface Halt {
  readonly stopped: boolean;
  /** Throws `HaltedError` once stopped. */
  check(): void;
  stop(): void;
  /** Calls `action` when stopped, at once if it already is. Gives a function that takes the action back. */
  onStop(action: () => void): () => void;
}

const nothing = (): void => undefined;

export const createHalt = (parent?: Halt): Halt => {
  let stopped = false;
  let actions: Set<() => void> | undefined;
  let leaveParent = nothing;
  const halt: Halt = {
    get stopped() {
      return stopped;
    },
    check() {
      if (stopped) throw new HaltedError();
    },
    stop() {
      if (stopped) return;
      stopped = true;
      leaveParent();
      for (const action of actions ?? []) action();
      actions = undefined;
    },
    onStop(action) {
      if (stopped) {
        action();
        return nothing;
      }
      const entry = (): void => action();
      (actions ??= new Set()).add(entry);
      return () => {
        actions?.delete(entry);
      };
    },
  };
  if (parent !== undefined) leaveParent = parent.onStop(() => halt.stop());
  return halt;
};
