import { closeSync, fdatasyncSync, fstatSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { EngineFolderError } from './engine-folder-error.ts';
import { journalLine } from './journal-line.ts';
import type { Journal } from './journal.ts';
import type { JournalRecord } from './journal-record.ts';
import { syncFolder, writeWhole } from './replace-file.ts';

export interface FileJournalOptions {
  readonly path: string;
  /** Whether a commit waits for the disk. */
  readonly fsync: boolean;
  /** Called once, when the file cannot be written, before anybody who waits for a commit is told. */
  readonly onFailure: (error: EngineFolderError) => void;
}

/**
 * An append-only file of one JSON record a line. Records of one turn of the event loop are written together, with one
 * call. A written record survives the death of the process; with `fsync`, of the machine. After a failed write (a full
 * disk) nothing more is written: a record after a gap would be a lie, and one after half a record would be damage.
 */
export const createFileJournal = ({ path, fsync, onFailure }: FileJournalOptions): Journal => {
  const descriptor = openSync(path, 'a', 0o600);
  // The file's own entry in its folder has to survive as well.
  if (fsync) syncFolder(dirname(path));
  let { size: length } = fstatSync(descriptor);
  let lines: string[] = [];
  let waiting: PromiseWithResolvers<void> | undefined;
  let failure: EngineFolderError | undefined;
  let closed = false;

  const write = (): void => {
    const pending = waiting;
    waiting = undefined;
    const data = Buffer.from(lines.join(''));
    lines = [];
    if (failure !== undefined) return;
    try {
      writeWhole(descriptor, data);
      if (fsync) fdatasyncSync(descriptor);
      pending?.resolve();
    } catch (error) {
      failure = new EngineFolderError(
        `the journal "${path}" cannot be written: ${(error as Error).message}; make room on the disk and open the folder again: what was running goes on from there`,
        { cause: error },
      );
      onFailure(failure);
      pending?.reject(failure);
    }
  };

  return {
    durable: true,
    append(record: JournalRecord) {
      if (closed || failure !== undefined) return undefined;
      const line = journalLine(record);
      lines.push(line);
      const start = length;
      length += Buffer.byteLength(line);
      const place = { start, end: length };
      if (waiting !== undefined) return place;
      waiting = Promise.withResolvers();
      // Whoever waits sees the failure; a commit that nobody waits for must not end the process.
      waiting.promise.catch(() => undefined);
      setImmediate(() => {
        if (!closed) write();
      });
      return place;
    },
    committed: () => (failure === undefined ? waiting?.promise : Promise.reject(failure)),
    close() {
      if (closed) return;
      write();
      closed = true;
      closeSync(descriptor);
    },
  };
};
