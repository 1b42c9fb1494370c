import type { Json } from '../json/json.ts';

/** What JSONata gave is not JSON: a function, or a number without a value. */
export class NotJsonError extends Error {
  readonly found: string;
  constructor(found: string) {
    super(`not JSON: ${found}`);
    this.name = 'NotJsonError';
    this.found = found;
  }
}

/** JSONata marks the arrays that it makes with properties of its own (`sequence`, `keepSingleton`, ...). */
const isMarked = (array: readonly unknown[]): boolean => Object.getOwnPropertyNames(array).length > array.length + 1;

const plainArray = (array: readonly unknown[]): readonly Json[] => {
  let copy: Json[] | undefined = isMarked(array) ? [] : undefined;
  for (let index = 0; index < array.length; index++) {
    const item = array[index];
    // JSONata leaves holes where a function inside an array gave nothing; JSON has null for that.
    const plain = item === undefined ? null : plainJson(item);
    if (copy === undefined && plain !== item) copy = array.slice(0, index) as Json[];
    copy?.push(plain);
  }
  return copy ?? (array as readonly Json[]);
};

const plainObject = (object: object): Json => {
  let copy: Record<string, Json> | undefined;
  const entries = Object.entries(object) as [string, unknown][];
  for (const [index, [key, item]] of entries.entries()) {
    const plain = item === undefined ? undefined : plainJson(item);
    if (copy === undefined && (plain === undefined || plain !== item)) {
      copy = Object.fromEntries(entries.slice(0, index)) as Record<string, Json>;
    }
    if (copy !== undefined && plain !== undefined) copy[key] = plain;
  }
  return copy ?? (object as Json);
};

/**
 * The same value as plain JSON: without JSONata's marks on arrays, shared wherever nothing had to change.
 * Throws `NotJsonError` for what JSON cannot hold.
 */
export const plainJson = (value: unknown): Json => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new NotJsonError('number');
      return value;
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return plainArray(value as readonly unknown[]);
      if ('_jsonata_lambda' in value || '_jsonata_function' in value) throw new NotJsonError('function');
      return plainObject(value);
    default:
      throw new NotJsonError(typeof value);
  }
};
