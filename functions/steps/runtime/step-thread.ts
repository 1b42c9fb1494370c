import { type ResourceLimits, Worker } from 'node:worker_threads';
import { permissionFlags } from './permission-flags.ts';
import type { EndedThread, ThreadEnding } from './thread-ending.ts';
import { describeThrown } from './thrown-error.ts';
import type { MessageFromWorker, MessageToWorker, OutputNote, StepJob, WorkerData } from './worker-protocol.ts';

export interface StepThreadOptions {
  /** The worker's own module, and the module and export of the step. */
  readonly workerUrl: URL;
  readonly stepUrl: URL;
  readonly exportName: string;
  /** Of the thread's JavaScript heap; undefined: none of its own. */
  readonly limits?: ResourceLimits;
}

export type Printed = (stream: 'stdout' | 'stderr', text: string, at: number) => void;

export interface RunningStep {
  readonly ended: Promise<EndedThread>;
  /** Aborts the step's signal: it may end by itself. */
  abort(reason: string): void;
  /** Ends the thread, also where the step blocks its event loop. */
  kill(): void;
}

/** One warm worker thread: kept from delivery to delivery while it is healthy, made anew after it was ended or broke. */
export interface StepThread {
  /** Starts the thread, so that it loads while something else is waited for. */
  warm(): void;
  run(job: StepJob, printed: Printed): RunningStep;
  dispose(): Promise<void>;
}

export function createStepThread(options: StepThreadOptions): StepThread {
  let worker: Worker | undefined;
  let unread = new Int32Array(new SharedArrayBuffer(4));

  function start(): Worker {
    if (worker !== undefined) return worker;
    unread = new Int32Array(new SharedArrayBuffer(4));
    const data: WorkerData = {
      stepUrl: options.stepUrl.href,
      exportName: options.exportName,
      printed: unread.buffer,
    };
    const started = new Worker(options.workerUrl, {
      workerData: data,
      // Other flags of the main thread's (an inspector, a program given as text) are not the step's.
      execArgv: permissionFlags(process.execArgv),
      stdout: true,
      stderr: true,
      ...(options.limits === undefined ? {} : { resourceLimits: options.limits }),
    });
    const forget = (): void => {
      if (worker === started) worker = undefined;
    };
    // An idle worker that breaks (a timer left behind by the last delivery) is replaced in silence.
    const taken = unread;
    // Before whoever is running takes it, and also where nobody is.
    started.on('message', (message: MessageFromWorker) => {
      if (message.kind !== 'printed') return;
      Atomics.sub(taken, 0, message.text.length);
      Atomics.notify(taken, 0);
    });
    started.on('error', forget);
    started.on('exit', forget);
    started.unref();
    worker = started;
    return started;
  }

  return {
    warm: () => void start(),

    run(job, printed): RunningStep {
      const thread = start();
      const notes = new Map<string, OutputNote>();
      let end: (ended: EndedThread) => void = () => undefined;
      const ended = new Promise<EndedThread>((resolve) => (end = resolve));

      const finish = (ending: ThreadEnding, mayHaveOutputs: boolean): void => {
        thread.off('message', onMessage).off('error', onError).off('exit', onExit);
        thread.unref();
        end({ ending, mayHaveOutputs, notes });
      };
      const onMessage = (message: MessageFromWorker): void => {
        // Of an earlier delivery, whose step had returned before it was done.
        if (message.id !== undefined && message.id !== job.id) return;
        switch (message.kind) {
          case 'printed':
            printed(message.stream, message.text, message.at);
            return;
          case 'noted':
            notes.set(message.path, message.note);
            return;
          case 'returned':
            finish({ kind: 'returned' }, message.outputs);
            return;
          case 'threw':
            finish({ kind: 'threw', error: message.error }, message.outputs);
            return;
          case 'unloadable':
            void discard(thread);
            finish({ kind: 'unloadable', error: message.error }, false);
        }
      };
      // The exit that follows comes after the last message, so nothing that was printed is lost.
      let broke: ThreadEnding | undefined;
      const onError = (error: unknown): void => {
        const thrown = describeThrown(error);
        const outOfMemory = thrown.code === 'ERR_WORKER_OUT_OF_MEMORY';
        broke = outOfMemory ? { kind: 'out-of-memory' } : { kind: 'crashed', error: thrown };
      };
      const onExit = (code: number): void => finish(broke ?? { kind: 'exited', code }, true);

      thread.on('message', onMessage).on('error', onError).on('exit', onExit);
      // Its process lives on while a step runs, though nothing else may keep it.
      thread.ref();
      send(thread, { kind: 'run', job });
      return {
        ended,
        abort: (reason) => send(thread, { kind: 'abort', id: job.id, reason }),
        kill() {
          // What it has printed is in the port already and is read before the thread is gone.
          thread.off('exit', onExit).off('error', onError);
          void discard(thread).then(() => finish({ kind: 'killed' }, true));
        },
      };
    },

    async dispose(): Promise<void> {
      if (worker !== undefined) await discard(worker);
    },
  };

  async function discard(thread: Worker): Promise<void> {
    if (worker === thread) worker = undefined;
    await thread.terminate();
  }
}

function send(thread: Worker, message: MessageToWorker): void {
  thread.postMessage(message);
}
