/** The same Ctrl-C may come twice: from the terminal to the whole group, and again from npx or the launcher. */
const SAME_INTERRUPT_MS = 300;

export interface InterruptHandlers {
  /** The first Ctrl-C: end well. */
  readonly first: () => void;
  /** Another one: end now. */
  readonly second: () => void;
  /** SIGTERM, SIGHUP, SIGPIPE: the machine, the terminal or the reader goes away; leave at once, tidily. */
  readonly terminated: (signal: NodeJS.Signals) => void;
}

const watching = new Set<InterruptHandlers>();
let leaving = false;

/**
 * Has the command leave as if it had been sent `signal`; false: nothing is at work that listens. Node ignores SIGPIPE, and
 * who stops listening to a signal brings its default back, so that this one is never listened to.
 */
export function leaveTidily(signal: NodeJS.Signals): boolean {
  for (const { terminated } of watching) {
    leaving = true;
    terminated(signal);
  }
  return leaving;
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
  watching.add(handlers);
  return () => {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', handlers.terminated);
    process.off('SIGHUP', handlers.terminated);
    watching.delete(handlers);
  };
}
