import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { LocalCloudError } from '../local-cloud-error.ts';
import { storageFault } from '../storage-fault.ts';

/** `body` comes last, so that listing does not read the pages of the bytes. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS buckets (name TEXT PRIMARY KEY, created TEXT NOT NULL, type TEXT NOT NULL, lifecycle TEXT);
  CREATE TABLE IF NOT EXISTS objects (bucket TEXT NOT NULL, key TEXT NOT NULL, head TEXT NOT NULL, file TEXT, body BLOB,
    PRIMARY KEY (bucket, key));
  CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, head TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS parts (upload TEXT NOT NULL, number INTEGER NOT NULL, etag TEXT NOT NULL, size INTEGER NOT NULL,
    checksum TEXT, file TEXT NOT NULL, PRIMARY KEY (upload, number));
`;

/**
 * Opens the index of the objects. A write is with the operating system before it is answered (WAL), so that it outlives
 * this process; that it outlives a power cut is not promised (synchronous = NORMAL): https://www.sqlite.org/wal.html
 *
 * @throws {LocalCloudError} `data-folder-in-use`, `data-folder-damaged`, `data-folder-not-writable`, `disk-full`.
 */
export function openObjectDatabase(folder: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw storageFault(error, folder) ?? error;
  }
  const path = join(folder, 'objects.db');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    database.exec(SCHEMA);
    return database;
  } catch (error) {
    database?.close();
    throw databaseFault(error, path);
  }
}

/** The body files of all objects, and of the parts of uploads that are not yet whole. */
export function namedFiles(database: DatabaseSync): ReadonlySet<string> {
  const rows = database
    .prepare('SELECT file FROM objects WHERE file IS NOT NULL UNION ALL SELECT file FROM parts')
    .all();
  return new Set(rows.map(({ file }) => String(file)));
}

/** Result codes: https://www.sqlite.org/rescode.html */
function databaseFault(error: unknown, path: string): LocalCloudError {
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  switch (code) {
    case 5:
    case 6:
      return new LocalCloudError(
        'data-folder-in-use',
        `another process has the object store "${path}" open`,
        'stop it, or choose another data folder with --data',
        error,
      );
    case 8:
    case 14:
      return new LocalCloudError(
        'data-folder-not-writable',
        `cannot open "${path}" for writing`,
        'give yourself write permission on that folder, or choose another one with --data',
        error,
      );
    default:
      return (
        storageFault(error, path) ??
        new LocalCloudError(
          'data-folder-damaged',
          `the object store "${path}" cannot be opened: ${error instanceof Error ? error.message : String(error)}`,
          'move the data folder away to start anew, or choose another one with --data',
          error,
        )
      );
  }
}
