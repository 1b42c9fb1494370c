import type { PoolSize } from '../run-pool.ts';

/**
 * Runs `work` for each value, at most `size` at once, in order of their start; values are asked for only when there is
 * room. After the first failure nothing is started any more; `failed` is called, and when all work has come to its end
 * the promise rejects with that failure.
 */
export const runStreamPool = <T>(
  values: AsyncIterator<T>,
  size: PoolSize,
  work: (value: T, index: number) => Promise<void>,
  failed: () => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    let running = 0;
    let index = 0;
    let pulling = false;
    let exhausted = false;
    let failure: Error | undefined;
    const settle = (): void => {
      if (running > 0 || pulling) return;
      if (failure === undefined && !exhausted) return;
      leave();
      if (failure === undefined) resolve();
      else reject(failure);
    };
    const fail = (error: unknown): void => {
      if (failure === undefined) {
        failure = error instanceof Error ? error : new Error(String(error));
        failed();
      }
      settle();
    };
    const fill = (): void => {
      if (failure !== undefined || exhausted) {
        settle();
        return;
      }
      if (pulling || running >= size.now()) return;
      pulling = true;
      values.next().then(
        (next) => {
          pulling = false;
          if (next.done === true) exhausted = true;
          else if (failure === undefined) {
            running++;
            work(next.value, index++).then(
              () => {
                running--;
                fill();
              },
              (error: unknown) => {
                running--;
                fail(error);
              },
            );
          }
          fill();
        },
        (error: unknown) => {
          pulling = false;
          fail(error);
        },
      );
    };
    const leave = size.onChange(fill);
    fill();
  });
