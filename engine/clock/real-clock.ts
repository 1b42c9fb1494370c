import type { Clock, Timer } from './clock.ts';

/** setTimeout takes at most a signed 32-bit number of milliseconds; a longer wait is waited in parts. */
const LONGEST_TIMEOUT = 2_147_483_647;

/** The wall clock. Timers keep the process alive: an execution that waits is work under way. */
export const createRealClock = (): Clock => {
  const timers = new Set<Timer>();
  return {
    kind: 'real',
    now: () => Date.now(),
    at(time, action) {
      let handle: NodeJS.Timeout;
      const timer: Timer = {
        cancel() {
          clearTimeout(handle);
          timers.delete(timer);
        },
      };
      const arm = (): void => {
        const left = time - Date.now();
        handle = setTimeout(
          () => {
            if (Date.now() < time) {
              arm();
              return;
            }
            timers.delete(timer);
            action();
          },
          Math.min(Math.max(left, 0), LONGEST_TIMEOUT),
        );
      };
      timers.add(timer);
      arm();
      return timer;
    },
    hold: () => undefined,
    release: () => undefined,
    close() {
      for (const timer of [...timers]) timer.cancel();
    },
  };
};
