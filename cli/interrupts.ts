/** The same Ctrl-C may come twice: from the terminal to the whole group, and again from npx or the launcher. */
const SAME_INTERRUPT_MS = 300;

export interface InterruptHandlers {
  /** The first Ctrl-C: end well. */
  readonly first: () => void;
  /** Another one: end now. */
  readonly second: () => void;
  /** SIGTERM, SIGHUP: the machine or the terminal goes away; leave at once, tidily. */
  readonly terminated: (signal: NodeJS.Signals) => void;
}

/** Listens until the returned function is called. */
export function watchInterrupts(handlers: InterruptHandlers): () => void {
  let firstAt: number | undefined;
  const interrupted = (): void => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      handlers.first();
    } else if (now - firstAt > SAME_INTERRUPT_MS) {
      handlers.second();
    }
  };
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', handlers.terminated);
  process.on('SIGHUP', handlers.terminated);
  return () => {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', handlers.terminated);
    process.off('SIGHUP', handlers.terminated);
  };
}
