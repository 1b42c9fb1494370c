import { createHash } from 'node:crypto';
import { javaRandom } from '../expression/java-random.ts';
import { uuidFrom } from '../expression/seeded-random.ts';
import {
  canonicalText,
  isJsonArray,
  isJsonObject,
  parseJson,
  sameJson,
  type Json,
  type JsonObject,
} from '../json/json.ts';
import { IntrinsicFailure } from './intrinsic-failure.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
export type IntrinsicFunction = (values: readonly Json[], random: () => number) => Json;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

const LONGEST_ENCODED = 10_000;
const MOST_ITEMS = 1000;

const wrong = (name: string, position: number, wanted: string, found: Json | undefined): IntrinsicFailure =>
  new IntrinsicFailure(`${name} needs ${wanted} as argument ${position}, but got ${JSON.stringify(found ?? null)}`);

interface Arguments {
  text(position: number): string;
  integer(position: number): number;
  list(position: number): readonly Json[];
  object(position: number): JsonObject;
}

const typed = (name: string, values: readonly Json[]): Arguments => ({
  text(position) {
    const value = values[position - 1];
    if (typeof value === 'string') return value;
    throw wrong(name, position, 'a text', value);
  },
  integer(position) {
    const value = values[position - 1];
    if (typeof value === 'number') return Math.round(value);
    throw wrong(name, position, 'a number', value);
  },
  list(position) {
    const value = values[position - 1];
    if (value !== undefined && isJsonArray(value)) return value;
    throw wrong(name, position, 'a list', value);
  },
  object(position) {
    const value = values[position - 1];
    if (isJsonObject(value)) return value;
    throw wrong(name, position, 'an object', value);
  },
});

const count = (name: string, values: readonly Json[], least: number, most = least): void => {
  if (values.length < least || values.length > most) {
    const wanted = least === most ? String(least) : `${least} to ${most}`;
    throw new IntrinsicFailure(`${name} needs ${wanted} arguments, but got ${values.length}`);
  }
};

const parse = (name: string, text: string): Json => {
  try {
    return parseJson(text);
  } catch (error) {
    throw new IntrinsicFailure(`${name} could not read its argument as JSON: ${(error as Error).message}`);
  }
};

const format = (values: readonly Json[]): string => {
  const template = typed('States.Format', values).text(1);
  let next = 1;
  const filled = template.replace(/\\([{}'\\])|\{\}/g, (_match, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    const value = values[next++];
    if (value === undefined) throw new IntrinsicFailure('States.Format has more {} than arguments');
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
  if (next !== values.length) throw new IntrinsicFailure('States.Format has more arguments than {}');
  return filled;
};

const range = (name: string, values: readonly Json[]): Json => {
  count(name, values, 3);
  const given = typed(name, values);
  const [first, last, step] = [given.integer(1), given.integer(2), given.integer(3)];
  if (step === 0) throw new IntrinsicFailure(`${name} needs a step other than 0`);
  const length = Math.max(Math.floor((last - first) / step) + 1, 0);
  if (length > MOST_ITEMS)
    throw new IntrinsicFailure(`${name} would give ${length} items; at most ${MOST_ITEMS} are allowed`);
  return Array.from({ length }, (_, index) => first + index * step);
};

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

const limited = (name: string, text: string): string => {
  // A character is a code point: an emoji counts once.
  const length = text.length <= LONGEST_ENCODED ? text.length : Array.from(text).length;
  if (length <= LONGEST_ENCODED) return text;
  throw new IntrinsicFailure(`${name} takes at most ${LONGEST_ENCODED} characters, but got ${length}`);
};

/** Every intrinsic function by its name without `States.`. */
export const intrinsicFunctions: Readonly<Record<string, IntrinsicFunction>> = {
  Array: (values) => values,
  ArrayPartition(values) {
    count('States.ArrayPartition', values, 2);
    const given = typed('States.ArrayPartition', values);
    const [list, size] = [given.list(1), given.integer(2)];
    if (size < 1) throw new IntrinsicFailure('States.ArrayPartition needs a chunk size of 1 or more');
    return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
      list.slice(index * size, (index + 1) * size),
    );
  },
  ArrayContains(values) {
    count('States.ArrayContains', values, 2);
    return typed('States.ArrayContains', values)
      .list(1)
      .some((item) => sameJson(item, values[1] ?? null));
  },
  ArrayRange: (values) => range('States.ArrayRange', values),
  ArrayGetItem(values) {
    count('States.ArrayGetItem', values, 2);
    const given = typed('States.ArrayGetItem', values);
    const index = values[1];
    if (typeof index !== 'number' || !Number.isInteger(index))
      throw wrong('States.ArrayGetItem', 2, 'a whole number', index);
    const item = given.list(1)[index];
    if (item === undefined) throw new IntrinsicFailure(`States.ArrayGetItem: there is no item ${index}`);
    return item;
  },
  ArrayLength(values) {
    count('States.ArrayLength', values, 1);
    return typed('States.ArrayLength', values).list(1).length;
  },
  ArrayUnique(values) {
    count('States.ArrayUnique', values, 1);
    const list = typed('States.ArrayUnique', values).list(1);
    const seen = new Set<string>();
    return list.filter((item) => seen.size < seen.add(canonicalText(item)).size);
  },
  Base64Encode(values) {
    count('States.Base64Encode', values, 1);
    const name = 'States.Base64Encode';
    return Buffer.from(limited(name, typed(name, values).text(1))).toString('base64');
  },
  Base64Decode(values) {
    count('States.Base64Decode', values, 1);
    const name = 'States.Base64Decode';
    const text = limited(name, typed(name, values).text(1));
    if (!BASE64.test(text)) throw new IntrinsicFailure(`${name} could not read its argument as Base64`);
    return Buffer.from(text, 'base64').toString('utf8');
  },
  Hash(values) {
    count('States.Hash', values, 2);
    const algorithm = typed('States.Hash', values).text(2);
    const known = HASHES[algorithm];
    if (known === undefined)
      throw new IntrinsicFailure(`States.Hash: the algorithm must be one of ${Object.keys(HASHES).join(', ')}`);
    const [data = null] = values;
    return createHash(known)
      .update(limited('States.Hash', typeof data === 'string' ? data : JSON.stringify(data)))
      .digest('hex');
  },
  JsonMerge(values) {
    count('States.JsonMerge', values, 3);
    const given = typed('States.JsonMerge', values);
    if (values[2] !== false)
      throw new IntrinsicFailure('States.JsonMerge merges shallowly only: its third argument must be false');
    return { ...given.object(1), ...given.object(2) };
  },
  StringToJson(values) {
    count('States.StringToJson', values, 1);
    return parse('States.StringToJson', typed('States.StringToJson', values).text(1));
  },
  JsonToString(values) {
    count('States.JsonToString', values, 1);
    return JSON.stringify(values[0]);
  },
  MathRandom(values, random) {
    count('States.MathRandom', values, 2, 3);
    const given = typed('States.MathRandom', values);
    const [first, last] = [given.integer(1), given.integer(2)];
    if (last <= first) {
      throw new IntrinsicFailure(`States.MathRandom needs an end greater than its start ${first}, but got ${last}`);
    }
    const offset =
      values.length === 3 ? javaRandom(given.integer(3)).nextInt(last - first) : Math.floor(random() * (last - first));
    return first + offset;
  },
  MathAdd(values) {
    count('States.MathAdd', values, 2);
    const given = typed('States.MathAdd', values);
    return given.integer(1) + given.integer(2);
  },
  StringSplit(values) {
    count('States.StringSplit', values, 2);
    const given = typed('States.StringSplit', values);
    // Each character of the second argument separates; empty parts are left out.
    const separators = new Set(given.text(2));
    if (separators.size === 0)
      throw new IntrinsicFailure('States.StringSplit needs one or more characters to split at');
    const parts: string[] = [];
    let part = '';
    for (const char of given.text(1)) {
      if (!separators.has(char)) part += char;
      else {
        parts.push(part);
        part = '';
      }
    }
    return [...parts, part].filter((found) => found !== '');
  },
  UUID(values, random) {
    count('States.UUID', values, 0);
    return uuidFrom(random);
  },
  Format: (values) => format(values),
};
