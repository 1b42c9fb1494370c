import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { LocalCloudError } from '../local-cloud-error.ts';
import { requireWriteAccess } from '../require-write-access.ts';
import { storageFault } from '../storage-fault.ts';

/** What is opened for writing in a data folder; SQLite's and LevelDB's own files too, which another user may have made. */
const WRITTEN = [
  '',
  'cloud.lock',
  's3',
  's3/objects.db',
  's3/objects.db-wal',
  'dynamodb',
  'dynamodb/LOCK',
  'lambda',
  'stepfunctions',
];

export interface DataFolderClaim {
  release(): void;
}

/**
 * Takes the data folder for this process, or says that another one has it. The lock is SQLite's own on `cloud.lock`: the
 * system drops it when the process dies, however it dies, so that no lock is ever left behind by kill -9.
 *
 * @throws {LocalCloudError} `data-folder-in-use`, `data-folder-not-writable`, `disk-full`.
 */
export async function claimDataFolder(dataDir: string): Promise<DataFolderClaim> {
  const path = join(dataDir, 'cloud.lock');
  try {
    const made = await mkdir(dataDir, { recursive: true, mode: 0o700 });
    // It holds an administrator's token, and lies in the user's project.
    if (made !== undefined) await writeFile(join(dataDir, '.gitignore'), '*\n');
  } catch (error) {
    throw storageFault(error, dataDir) ?? error;
  }
  await requireWriteAccess(WRITTEN.map((name) => join(dataDir, name)));
  let lock: DatabaseSync;
  try {
    lock = new DatabaseSync(path, { timeout: 0 });
  } catch (error) {
    throw storageFault(error, path) ?? notWritable(path, error);
  }
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;');
  } catch (error) {
    lock.close();
    throw isBusy(error) ? inUse(dataDir, error) : (storageFault(error, path) ?? notWritable(path, error));
  }
  return {
    release() {
      lock.close();
    },
  };
}

// SQLITE_BUSY and SQLITE_LOCKED: https://www.sqlite.org/rescode.html
function isBusy(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    [5, 6].includes(error.errcode & 0xff)
  );
}

function inUse(dataDir: string, cause: unknown): LocalCloudError {
  return new LocalCloudError(
    'data-folder-in-use',
    `another Slipway process is using "${dataDir}"`,
    'wait for it to end, stop it, or choose another folder with --data',
    cause,
  );
}

function notWritable(path: string, cause: unknown): LocalCloudError {
  return new LocalCloudError(
    'data-folder-not-writable',
    `cannot open "${path}" for writing`,
    'give yourself write permission on that folder, or choose another one with --data',
    cause,
  );
}
