/**
 * Runs `work` for 0 to `length - 1`, at most `concurrency` at once, in order of their start. Rejects with the first
 * failure and starts nothing after it.
 */
export const runPool = (length: number, concurrency: number, work: (index: number) => Promise<void>): Promise<void> =>
  new Promise((resolve, reject) => {
    let next = 0;
    let running = 0;
    let failed = false;
    const fail = (error: unknown): void => {
      failed = true;
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const fill = (): void => {
      while (!failed && running < concurrency && next < length) {
        running++;
        work(next++).then(() => {
          running--;
          fill();
        }, fail);
      }
      if (!failed && running === 0 && next >= length) resolve();
    };
    fill();
  });
