import type { MessagePort } from 'node:worker_threads';
import type { MessageFromWorker } from './worker-protocol.ts';

/** Unread output above which a printing step waits: the main thread's memory is bounded, however fast a step prints. */
const mostUnread = 8 * 1024 * 1024;
const waitMs = 100;

export interface CapturedOutput {
  /** Whether stdout stands at the beginning of a line. */
  atLineStart(): boolean;
}

/**
 * Sends everything that is written to stdout and stderr to the main thread at once. Node's own worker streams hand over a second
 * chunk only after a turn of the event loop, so that the output of a step that blocks, or exits, would be lost.
 *
 * @param delivery whose code is at work, also in what it started and did not wait for
 */
export function captureOutput(
  port: MessagePort,
  printed: SharedArrayBuffer,
  delivery: () => number | undefined,
): CapturedOutput {
  const unread = new Int32Array(printed);
  let lineStart = true;

  function capture(stream: 'stdout' | 'stderr'): void {
    const decoder = new TextDecoder();
    const write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
      const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
      if (text !== '') {
        if (stream === 'stdout') lineStart = text.endsWith('\n');
        const id = delivery();
        const message = { kind: 'printed' as const, ...(id === undefined ? {} : { id }), stream, text, at: Date.now() };
        port.postMessage(message satisfies MessageFromWorker);
        const before = Atomics.add(unread, 0, text.length);
        if (before > mostUnread) Atomics.wait(unread, 0, before + text.length, waitMs);
      }
      const callback = typeof encoding === 'function' ? encoding : done;
      if (typeof callback === 'function') queueMicrotask(() => (callback as () => void)());
      return true;
    };
    process[stream].write = write;
  }
  capture('stdout');
  capture('stderr');
  return { atLineStart: () => lineStart };
}
