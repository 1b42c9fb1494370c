import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import type { Journal } from './journal.ts';
import type { JournalRecord } from './journal-record.ts';

/** Writes the whole buffer: writeSync may write less. */
const writeAll = (descriptor: number, data: Buffer): void => {
  for (let offset = 0; offset < data.length;) offset += writeSync(descriptor, data, offset);
};

/**
 * An append-only file of one JSON record a line. Records of one turn of the event loop are written together, with one
 * call. A written record survives the death of the process; with `fsync`, of the machine.
 */
export const createFileJournal = (path: string, fsync: boolean): Journal => {
  const descriptor = openSync(path, 'a', 0o600);
  let lines: string[] = [];
  let waiting:
    | { readonly promise: Promise<void>; readonly resolve: () => void; readonly reject: (error: Error) => void }
    | undefined;
  let closed = false;

  const write = (): void => {
    const pending = waiting;
    waiting = undefined;
    if (lines.length === 0) {
      pending?.resolve();
      return;
    }
    const data = Buffer.from(lines.join(''));
    lines = [];
    try {
      writeAll(descriptor, data);
      if (fsync) fdatasyncSync(descriptor);
      pending?.resolve();
    } catch (error) {
      // A full disk: nothing that was not journalled may become visible, so whoever waits for it fails.
      pending?.reject(error as Error);
    }
  };

  return {
    durable: true,
    append(record: JournalRecord) {
      if (closed) return;
      lines.push(`${JSON.stringify(record)}\n`);
      if (waiting !== undefined) return;
      let resolve = (): void => undefined;
      let reject: (error: Error) => void = () => undefined;
      const promise = new Promise<void>((accept, refuse) => {
        resolve = accept;
        reject = refuse;
      });
      // Whoever waits sees the failure; a commit that nobody waits for must not end the process.
      promise.catch(() => undefined);
      waiting = { promise, resolve, reject };
      setImmediate(() => {
        if (!closed) write();
      });
    },
    committed: () => waiting?.promise,
    close() {
      if (closed) return;
      write();
      closed = true;
      closeSync(descriptor);
    },
  };
};
