type Done<Answer> = (error: Error | null | undefined, answer?: Answer) => void;

/** dynalite's store of table definitions. */
export interface TableDefinitions {
  get(name: string, done: Done<unknown>): void;
  put(name: string, table: unknown, done: Done<never>): void;
  del(name: string, done: Done<never>): void;
}

/**
 * Keeps definitions of tables in memory. dynalite reads the table's from its file before each operation, which is as much work
 * as reading the item.
 */
export function cacheTables(definitions: TableDefinitions): void {
  const get = definitions.get.bind(definitions);
  const put = definitions.put.bind(definitions);
  const del = definitions.del.bind(definitions);
  // As text, because dynalite writes into what it is given.
  const known = new Map<string, string>();
  let changes = 0;
  const change = (name: string): void => {
    known.delete(name);
    changes += 1;
  };
  definitions.get = (name, done) => {
    const text = known.get(name);
    if (text !== undefined) {
      queueMicrotask(() => done(null, JSON.parse(text)));
      return;
    }
    const before = changes;
    get(name, (error, table) => {
      // What was read while a change was under way may be what it was before.
      if (!error && table !== undefined && changes === before) known.set(name, JSON.stringify(table));
      done(error, table);
    });
  };
  definitions.put = (name, table, done) => {
    change(name);
    put(name, table, (error) => {
      change(name);
      done(error);
    });
  };
  definitions.del = (name, done) => {
    change(name);
    del(name, (error) => {
      change(name);
      done(error);
    });
  };
}
