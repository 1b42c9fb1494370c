import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
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

/**
 * One process a folder: two writers would tear the journal. A lock left behind by a dead process is taken over.
 * Gives the function that unlocks. Throws `EngineFolderError`.
 */
export const lockFolder = (folder: string): (() => void) => {
  const path = resolve(folder, 'lock');
  try {
    mkdirSync(folder, { recursive: true });
    if (existsSync(path)) {
      const owner = Number(readFileSync(path, 'utf8'));
      if (Number.isInteger(owner) && owner > 0 && (owner === process.pid ? held.has(path) : isAlive(owner))) {
        throw new EngineFolderError(
          `the data folder "${folder}" is in use by process ${owner}; stop that process, or choose another folder`,
        );
      }
      rmSync(path, { force: true });
    }
    // wx: of two processes that come here at once, one fails.
    const descriptor = openSync(path, 'wx', 0o600);
    writeSync(descriptor, String(process.pid));
    closeSync(descriptor);
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
