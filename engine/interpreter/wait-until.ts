import type { Branch } from './branch.ts';
import { HaltedError } from './halt.ts';

/** Waits until the clock reaches `time` (milliseconds since the epoch). Rejects with `HaltedError` when the branch stops. */
export const waitUntil = (branch: Branch, time: number): Promise<void> =>
  new Promise((resolve, reject) => {
    let leave = (): void => undefined;
    const timer = branch.execution.clock.at(time, () => {
      leave();
      resolve();
    });
    leave = branch.halt.onStop(() => {
      timer.cancel();
      reject(new HaltedError());
    });
  });
