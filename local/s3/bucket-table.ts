import type { DatabaseSync } from 'node:sqlite';

export interface Bucket {
  readonly name: string;
  readonly created: Date;
  readonly type: 'general-purpose' | 'directory';
  readonly lifecycle: string | undefined;
}

export interface BucketTable {
  get(name: string): Bucket | undefined;
  list(): readonly Bucket[];
  /** Leaves a bucket that is there as it is. */
  create(name: string, type: Bucket['type']): void;
  setLifecycle(name: string, lifecycle: string | null): void;
  remove(name: string): void;
}

/** Buckets are few and asked for at every request, so that they are kept in memory too. */
export function bucketTable(database: DatabaseSync): BucketTable {
  const buckets = new Map<string, Bucket>();
  for (const row of database.prepare('SELECT name, created, type, lifecycle FROM buckets ORDER BY name').all()) {
    const name = String(row['name']);
    buckets.set(name, {
      name,
      created: new Date(String(row['created'])),
      type: row['type'] === 'directory' ? 'directory' : 'general-purpose',
      lifecycle: typeof row['lifecycle'] === 'string' ? row['lifecycle'] : undefined,
    });
  }
  const insert = database.prepare('INSERT INTO buckets (name, created, type) VALUES (?, ?, ?)');
  const lifecycle = database.prepare('UPDATE buckets SET lifecycle = ? WHERE name = ?');
  const remove = database.prepare('DELETE FROM buckets WHERE name = ?');
  return {
    get: (name) => buckets.get(name),
    list: () => [...buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    create(name, type) {
      if (buckets.has(name)) return;
      const created = new Date();
      insert.run(name, created.toISOString(), type);
      buckets.set(name, { name, created, type, lifecycle: undefined });
    },
    setLifecycle(name, text) {
      lifecycle.run(text, name);
      const bucket = buckets.get(name);
      if (bucket) buckets.set(name, { ...bucket, lifecycle: text ?? undefined });
    },
    remove(name) {
      remove.run(name);
      buckets.delete(name);
    },
  };
}
