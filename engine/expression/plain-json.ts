import type { Json } from '../json/json.ts';
import { evaluationMemoryExceeded } from './expression-limits.ts';

/** What JSONata gave is not JSON, but a function. */
export class NotJsonError extends Error {
  readonly found: string;
  constructor(found: string) {
    super(`not JSON: ${found}`);
    this.name = 'NotJsonError';
    this.found = found;
  }
}

/** JSONata marks the arrays that it makes with properties of its own. */
const isMarked = (array: readonly unknown[]): boolean =>
  'sequence' in array ||
  'cons' in array ||
  'keepSingleton' in array ||
  'outerWrapper' in array ||
  'tupleStream' in array;

/** Many times what a state's data may hold: a value that names one part of itself again and again would never end. */
const MOST_VALUES = 4_000_000;

interface Walk {
  left: number;
}

const plainArray = (array: readonly unknown[], walk: Walk): readonly Json[] => {
  let copy: Json[] | undefined = isMarked(array) ? [] : undefined;
  for (let index = 0; index < array.length; index++) {
    const item = array[index];
    // JSONata leaves holes where a function inside an array gave nothing; JSON has null for that.
    const plain = item === undefined ? null : plainValue(item, walk);
    if (copy === undefined && plain !== item) copy = array.slice(0, index) as Json[];
    copy?.push(plain);
  }
  return copy ?? (array as readonly Json[]);
};

const plainObject = (object: object, walk: Walk): Json => {
  let copy: Record<string, Json> | undefined;
  const entries = Object.entries(object) as [string, unknown][];
  for (const [index, [key, item]] of entries.entries()) {
    const plain = item === undefined ? undefined : plainValue(item, walk);
    if (copy === undefined && (plain === undefined || plain !== item)) {
      copy = Object.fromEntries(entries.slice(0, index)) as Record<string, Json>;
    }
    if (copy !== undefined && plain !== undefined) copy[key] = plain;
  }
  return copy ?? (object as Json);
};

const plainValue = (value: unknown, walk: Walk): Json => {
  if (--walk.left < 0) throw evaluationMemoryExceeded();
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      // JSON has no word for them; AWS writes JavaScript's: "Infinity", "-Infinity", "NaN".
      return Number.isFinite(value) ? value : String(value);
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return plainArray(value as readonly unknown[], walk);
      if ('_jsonata_lambda' in value || '_jsonata_function' in value) throw new NotJsonError('function');
      return plainObject(value, walk);
    default:
      throw new NotJsonError(typeof value);
  }
};

/**
 * The same value as plain JSON: without JSONata's marks on arrays, shared wherever nothing had to change.
 * Throws `NotJsonError` for what JSON cannot hold, and `D2014` for a value without end.
 */
export const plainJson = (value: unknown): Json => plainValue(value, { left: MOST_VALUES });
