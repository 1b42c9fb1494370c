import type { DatabaseSync } from 'node:sqlite';

import type { BodyFiles } from './body-files.ts';
import type { FileSlice } from './file-slice.ts';
import type { ObjectHead } from './stored-object.ts';

/** Bodies up to this size lie in the database: one write instead of three. */
const INLINE_BYTES = 64 * 1024;

/** Where the bytes of an object come from: memory, or a body file that is already written. */
export type BodySource =
  { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'file'; readonly name: string };

/** The objects of all buckets. */
export interface ObjectTable {
  put(bucket: string, head: ObjectHead, body: BodySource): void;
  head(bucket: string, key: string): ObjectHead | undefined;
  body(bucket: string, key: string): Buffer | undefined;
  /** As `body`, with what lies in a file left there. */
  unreadBody(bucket: string, key: string): Buffer | FileSlice | undefined;
  remove(bucket: string, key: string): void;
  isEmpty(bucket: string): boolean;
  /** Heads from a key on, in the order of the keys' bytes, as S3 lists them. Nothing may be written before it is read out or left. */
  list(bucket: string, from: string): IterableIterator<ObjectHead>;
}

export function objectTable(database: DatabaseSync, files: BodyFiles): ObjectTable {
  const put = database.prepare('INSERT OR REPLACE INTO objects (bucket, key, head, file, body) VALUES (?, ?, ?, ?, ?)');
  const head = database.prepare('SELECT head FROM objects WHERE bucket = ? AND key = ?');
  const body = database.prepare('SELECT file, body FROM objects WHERE bucket = ? AND key = ?');
  const fileOf = database.prepare('SELECT file FROM objects WHERE bucket = ? AND key = ?');
  const remove = database.prepare('DELETE FROM objects WHERE bucket = ? AND key = ?');
  const any = database.prepare('SELECT 1 FROM objects WHERE bucket = ? LIMIT 1');
  const list = database.prepare('SELECT head FROM objects WHERE bucket = ? AND key >= ? ORDER BY key');
  const fileNamed = (bucket: string, key: string): string | undefined => textOf(fileOf.get(bucket, key)?.['file']);
  const bodyOf = <Body>(bucket: string, key: string, open: (file: string) => Body): Body | Buffer | undefined => {
    const row = body.get(bucket, key);
    if (!row) return undefined;
    const file = textOf(row['file']);
    if (file !== undefined) return open(file);
    const bytes = row['body'];
    return bytes instanceof Uint8Array
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : Buffer.alloc(0);
  };
  return {
    put(bucket, object, source) {
      const before = fileNamed(bucket, object.key);
      const inline = source.kind === 'bytes' && source.bytes.byteLength <= INLINE_BYTES ? source.bytes : null;
      const file = source.kind === 'file' ? source.name : inline ? null : files.write(source.bytes);
      try {
        put.run(bucket, object.key, JSON.stringify(object), file, inline);
      } catch (error) {
        if (file !== null) files.remove(file);
        throw error;
      }
      if (before !== undefined) files.remove(before);
    },
    head: (bucket, key) => parseHead(head.get(bucket, key)?.['head']),
    body: (bucket, key) => bodyOf(bucket, key, (file) => files.read(file)),
    unreadBody: (bucket, key) => bodyOf(bucket, key, (file) => files.slice(file)),
    remove(bucket, key) {
      const file = fileNamed(bucket, key);
      remove.run(bucket, key);
      if (file !== undefined) files.remove(file);
    },
    isEmpty: (bucket) => any.get(bucket) === undefined,
    *list(bucket, from) {
      for (const row of list.iterate(bucket, from)) {
        const object = parseHead(row['head']);
        if (object) yield object;
      }
    },
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function parseHead(text: unknown): ObjectHead | undefined {
  if (typeof text !== 'string') return undefined;
  const head = JSON.parse(text) as Omit<ObjectHead, 'lastModified'> & { readonly lastModified: string };
  return { ...head, lastModified: new Date(head.lastModified) };
}
