import type { Clock } from '../clock/clock.ts';
import type { ActivityTask, ActivityTasks } from '../interpreter/execution-scope.ts';

/** How long a worker waits for a task: https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html */
const POLL_MILLISECONDS = 60_000;

/** The tasks of activities that wait for workers, and the workers that wait for tasks, each first come, first served. */
export interface ActivityQueue extends ActivityTasks {
  /** The next task of an activity, or nothing once the poll is over. */
  poll(
    activityArn: string,
    worker: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ActivityTask | undefined>;
}

type Worker = (task: ActivityTask) => void;

export const createActivityQueue = (clock: Clock, exists: (activityArn: string) => boolean): ActivityQueue => {
  const tasks = new Map<string, Set<ActivityTask>>();
  const workers = new Map<string, Set<Worker>>();

  const first = <T>(queues: Map<string, Set<T>>, arn: string): T | undefined => {
    const queue = queues.get(arn);
    for (const item of queue ?? []) {
      queue?.delete(item);
      if (queue?.size === 0) queues.delete(arn);
      return item;
    }
    return undefined;
  };
  const enqueue = <T>(queues: Map<string, Set<T>>, arn: string, item: T): (() => void) => {
    const queue = queues.get(arn) ?? new Set();
    queues.set(arn, queue.add(item));
    return () => {
      // Once it has been fetched, the activity may have another queue.
      if (queue.delete(item) && queue.size === 0) queues.delete(arn);
    };
  };

  return {
    exists,
    schedule(activityArn, task) {
      const worker = first(workers, activityArn);
      if (worker === undefined) return enqueue(tasks, activityArn, task);
      worker(task);
      return () => undefined;
    },
    poll(activityArn, worker, signal) {
      const waiting = first(tasks, activityArn);
      if (waiting !== undefined) {
        waiting.started(worker);
        return Promise.resolve(waiting);
      }
      return new Promise((resolve) => {
        const end = (task: ActivityTask | undefined): void => {
          leave();
          timer.cancel();
          signal?.removeEventListener('abort', giveUp);
          task?.started(worker);
          resolve(task);
        };
        const giveUp = (): void => end(undefined);
        const leave = enqueue<Worker>(workers, activityArn, end);
        const timer = clock.at(clock.now() + POLL_MILLISECONDS, giveUp);
        signal?.addEventListener('abort', giveUp);
      });
    },
  };
};
