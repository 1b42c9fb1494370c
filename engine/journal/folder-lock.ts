import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EngineFolderError } from './engine-folder-error.ts';

const SQLITE_BUSY = 5;

/**
 * The system's own lock on a file, through SQLite, since Node has no other way to it: it ends with its process, however
 * that dies, and holds between containers, where process numbers say nothing. Undefined where another holds it.
 */
const claim = (path: string): DatabaseSync | undefined => {
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if ((error as { readonly errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
};

/** Who holds the folder, as it says of itself: for a message only. */
const ownerIn = (path: string): string => {
  try {
    const [pid = '', host = ''] = readFileSync(path, 'utf8').split(' ');
    return host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
  } catch {
    return 'another process';
  }
};

/**
 * One process a folder: two writers would tear the journal. Gives the function that unlocks. Throws `EngineFolderError`.
 */
export const lockFolder = (folder: string): (() => void) => {
  const owner = join(folder, 'owner');
  let lock: DatabaseSync | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    lock = claim(join(folder, 'lock.sqlite'));
    if (lock !== undefined) writeFileSync(owner, `${process.pid} ${hostname()}`, { mode: 0o600 });
  } catch (error) {
    lock?.close();
    throw new EngineFolderError(
      `the data folder "${folder}" cannot be used: ${(error as Error).message}; choose a folder that can be written`,
      { cause: error },
    );
  }
  if (lock === undefined) {
    throw new EngineFolderError(
      `the data folder "${folder}" is in use by ${ownerIn(owner)}; stop that process, or choose another folder`,
    );
  }
  const held = lock;
  return () => {
    rmSync(owner, { force: true });
    held.close();
  };
};
