import { watchInterrupts } from '../interrupts.ts';
import { exitCodes } from '../exit-codes.ts';

/** Settles at the first Ctrl-C or when the process is told to end; one more Ctrl-C ends it at once. */
export function untilEnded(): Promise<void> {
  return new Promise((resolve) => {
    // Still listening while the servers close: a second Ctrl-C must work then.
    watchInterrupts({
      first: () => resolve(),
      second: () => process.exit(exitCodes.interrupted),
      terminated: () => resolve(),
    });
  });
}
