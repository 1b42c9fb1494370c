import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { EngineFolderError } from './engine-folder-error.ts';

/** The locks of this process: another with its number is of an earlier process, as after the restart of a container. */
const held = new Set<string>();

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** The live process that holds a lock file; undefined where it is free. */
const ownerOf = (path: string): number | undefined => {
  let owner: number;
  try {
    owner = Number(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (!Number.isInteger(owner) || owner <= 0) return undefined;
  return (owner === process.pid ? held.has(path) : isAlive(owner)) ? owner : undefined;
};

/** Makes the lock file with its content at once, so that nobody ever reads half of it. False where there is one. */
const claim = (path: string): boolean => {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid), { mode: 0o600 });
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
};

/** Removes a dead process's lock. Of several that try, one at a time, or another's new lock could be taken for it. */
const removeStale = (path: string): void => {
  const guard = `${path}.takeover`;
  if (!claim(guard)) {
    if (ownerOf(guard) === undefined) rmSync(guard, { force: true });
    return;
  }
  try {
    if (ownerOf(path) === undefined) rmSync(path, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
};

/** Processes that open a folder at the same moment get out of each other's way after a few tries. */
const MOST_TRIES = 10;

/**
 * One process a folder: two writers would tear the journal. A lock left behind by a dead process is taken over.
 * Gives the function that unlocks. Throws `EngineFolderError`.
 */
export const lockFolder = (folder: string): (() => void) => {
  const path = resolve(folder, 'lock');
  try {
    mkdirSync(folder, { recursive: true });
    for (let tries = 0; !claim(path); tries++) {
      const owner = ownerOf(path);
      if (owner !== undefined || tries === MOST_TRIES) {
        throw new EngineFolderError(
          `the data folder "${folder}" is in use by ${owner === undefined ? 'another process' : `process ${owner}`}; stop that process, or choose another folder`,
        );
      }
      removeStale(path);
    }
  } catch (error) {
    if (error instanceof EngineFolderError) throw error;
    throw new EngineFolderError(
      `the data folder "${folder}" cannot be used: ${(error as Error).message}; choose a folder that can be written`,
    );
  }
  held.add(path);
  return () => {
    held.delete(path);
    rmSync(path, { force: true });
  };
};
