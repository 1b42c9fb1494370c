import { readFileSync } from 'node:fs';

/** What `writeWhole` kept as JSON; undefined where there is nothing, or nothing that can be read: it is then made anew. */
export function readKept(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
