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

/** Takes a task, unless the task could not begin: then the worker goes on waiting. */
type Worker = (task: ActivityTask) => void;

export const createActivityQueue = (clock: Clock, exists: (activityArn: string) => boolean): ActivityQueue => {
  const tasks = new Map<string, Set<ActivityTask>>();
  const workers = new Map<string, Set<Worker>>();

  const nextTask = (arn: string): ActivityTask | undefined => {
    const queue = tasks.get(arn);
    for (const task of queue ?? []) {
      queue?.delete(task);
      if (queue?.size === 0) tasks.delete(arn);
      return task;
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
      const [worker] = workers.get(activityArn) ?? [];
      if (worker === undefined) return enqueue(tasks, activityArn, task);
      worker(task);
      return () => undefined;
    },
    poll(activityArn, worker, signal) {
      for (let task = nextTask(activityArn); task !== undefined; task = nextTask(activityArn)) {
        if (task.started(worker)) return Promise.resolve(task);
      }
      return new Promise((resolve) => {
        const end = (task: ActivityTask | undefined): void => {
          leave();
          timer.cancel();
          signal?.removeEventListener('abort', giveUp);
          resolve(task);
        };
        const take = (task: ActivityTask): void => {
          if (task.started(worker)) end(task);
        };
        const giveUp = (): void => end(undefined);
        const leave = enqueue<Worker>(workers, activityArn, take);
        const timer = clock.at(clock.now() + POLL_MILLISECONDS, giveUp);
        signal?.addEventListener('abort', giveUp);
      });
    },
  };
};
