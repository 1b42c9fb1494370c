/** How many may be at work at once; it may change while the pool runs. */
export interface PoolSize {
  now(): number;
  /** Gives a function that takes the listener back. */
  onChange(listener: () => void): () => void;
}

export const fixedSize = (size: number): PoolSize => ({ now: () => size, onChange: () => () => undefined });

/**
 * Runs `work` for 0 to `length - 1`, at most `size` at once, in order of their start. Rejects with the first failure and
 * starts nothing after it.
 */
export const runPool = (length: number, size: PoolSize, work: (index: number) => Promise<void>): Promise<void> =>
  new Promise((resolve, reject) => {
    let next = 0;
    let running = 0;
    let failed = false;
    const fail = (error: unknown): void => {
      failed = true;
      leave();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const fill = (): void => {
      while (!failed && running < size.now() && next < length) {
        running++;
        work(next++).then(() => {
          running--;
          fill();
        }, fail);
      }
      if (failed || running > 0 || next < length) return;
      leave();
      resolve();
    };
    const leave = size.onChange(fill);
    fill();
  });
