import { Worker } from 'node:worker_threads';
import { parseJson } from '../json/json.ts';
import type { ExpressionJob, ThreadMessage } from './expression-job.ts';
import { evaluationMemoryExceeded, evaluationTimeout } from './expression-limits.ts';
import { NotJsonError } from './plain-json.ts';

/** Expressions that never end may hold all but so many; further ones wait their turn, each at most its limit. */
const MOST_THREADS = 4;

/** MiB of one thread: many times the largest payload, and little of a machine. */
const THREAD_MEMORY = 128;

interface Task {
  readonly job: ExpressionJob;
  readonly limitMilliseconds: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  ready: boolean;
  task: Task | undefined;
  timer: NodeJS.Timeout | undefined;
}

const threads = new Set<Thread>();
const queue: Task[] = [];

const settle = ({ resolve, reject }: Task, message: ThreadMessage): void => {
  switch (message.kind) {
    case 'ready':
      return;
    case 'value':
      resolve(parseJson(message.text));
      return;
    case 'nothing':
      resolve(undefined);
      return;
    case 'not JSON':
      reject(new NotJsonError(message.found));
      return;
    case 'failed':
      reject(Object.assign(new Error(message.message), { code: message.code }));
      return;
  }
};

const takeTask = (thread: Thread): Task | undefined => {
  const { task } = thread;
  clearTimeout(thread.timer);
  thread.task = undefined;
  return task;
};

/** The thread is lost with what it was doing. */
const end = (thread: Thread, error: Error): void => {
  threads.delete(thread);
  void thread.worker.terminate();
  takeTask(thread)?.reject(error);
  dispatch();
};

const run = (thread: Thread, task: Task): void => {
  thread.task = task;
  if (!thread.ready) return;
  // The process stays for as long as somebody waits for a value, and no longer.
  thread.worker.ref();
  try {
    thread.worker.postMessage(task.job);
  } catch (error) {
    // Data nested so deeply that it cannot be copied.
    takeTask(thread)?.reject(error instanceof Error ? error : new Error(String(error)));
    thread.worker.unref();
    dispatch();
    return;
  }
  thread.timer = setTimeout(() => {
    // An answer that came while this process was busy is heard first.
    setImmediate(() => {
      if (thread.task === task) end(thread, evaluationTimeout(task.limitMilliseconds));
    });
  }, task.limitMilliseconds);
};

const startThread = (): Thread => {
  const file = `./expression-thread.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`;
  const worker = new Worker(new URL(file, import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY, maxYoungGenerationSizeMb: 32 },
  });
  const thread: Thread = { worker, ready: false, task: undefined, timer: undefined };
  worker.on('message', (message: ThreadMessage) => {
    const task = takeTask(thread);
    if (message.kind === 'ready') {
      thread.ready = true;
      if (task !== undefined) run(thread, task);
      return;
    }
    worker.unref();
    if (task !== undefined) settle(task, message);
    dispatch();
  });
  worker.on('error', (error: Error & { readonly code?: string }) => {
    end(thread, error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? evaluationMemoryExceeded() : error);
  });
  threads.add(thread);
  return thread;
};

const dispatch = (): void => {
  for (const thread of threads) {
    if (thread.task !== undefined) continue;
    const task = queue.shift();
    if (task === undefined) return;
    run(thread, task);
  }
  while (queue.length > 0 && threads.size < MOST_THREADS) {
    const task = queue.shift();
    if (task !== undefined) run(startThread(), task);
  }
};

/**
 * Evaluates an expression where nothing that it does, a regular expression without end or memory without bound, can stop
 * this thread. Rejects with JSONata's own errors, with `U1001` after `limitMilliseconds`, with `D2014` when it takes more
 * memory than a thread has.
 */
export const evaluateInThread = (job: ExpressionJob, limitMilliseconds: number): Promise<unknown> =>
  new Promise((resolve, reject) => {
    queue.push({ job, limitMilliseconds, resolve, reject });
    dispatch();
  });
