import type { Json } from '../json/json.ts';
import { IntrinsicFailure } from './intrinsic-failure.ts';
import { intrinsicFunctions } from './intrinsic-functions.ts';

type Argument =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'call'; readonly call: IntrinsicCall };

export interface IntrinsicCall {
  readonly name: string;
  readonly arguments: readonly Argument[];
}

interface Cursor {
  readonly text: string;
  at: number;
}

const NAME = /States\.([A-Za-z0-9]+)\s*\(/y;
const LITERAL = /(true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(?=[,)])/y;

const invalid = (cursor: Cursor, why: string): IntrinsicFailure =>
  new IntrinsicFailure(`Invalid intrinsic function '${cursor.text}' at character ${cursor.at + 1}: ${why}`);

const spaces = (cursor: Cursor): void => {
  while (/\s/.test(cursor.text.charAt(cursor.at))) cursor.at++;
};

const match = (cursor: Cursor, pattern: RegExp): string | undefined => {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (found === null) return undefined;
  cursor.at += found[0].length;
  return found[1];
};

/** A text in single quotes. `\'` and `\\` are unescaped here; `\{` and `\}` are left for States.Format. */
const quoted = (cursor: Cursor): string => {
  let value = '';
  for (cursor.at++; cursor.at < cursor.text.length; cursor.at++) {
    const char = cursor.text.charAt(cursor.at);
    if (char === "'") {
      cursor.at++;
      return value;
    }
    if (char !== '\\') {
      value += char;
      continue;
    }
    const escaped = cursor.text.charAt(++cursor.at);
    value += escaped === '{' || escaped === '}' ? `\\${escaped}` : escaped;
  }
  throw invalid(cursor, 'a quote is not closed');
};

/** A path runs to the comma or parenthesis that is outside its own brackets. */
const pathText = (cursor: Cursor): string => {
  const start = cursor.at;
  let depth = 0;
  for (; cursor.at < cursor.text.length; cursor.at++) {
    const char = cursor.text.charAt(cursor.at);
    if (char === '[' || char === '(') depth++;
    else if (depth > 0 && (char === ']' || char === ')')) depth--;
    else if (depth === 0 && (char === ',' || char === ')')) break;
  }
  return cursor.text.slice(start, cursor.at).trim();
};

const argument = (cursor: Cursor): Argument => {
  spaces(cursor);
  const char = cursor.text.charAt(cursor.at);
  if (char === "'") return { kind: 'value', value: quoted(cursor) };
  if (char === '$') return { kind: 'path', path: pathText(cursor) };
  if (cursor.text.startsWith('States.', cursor.at)) return { kind: 'call', call: call(cursor) };
  const literal = match(cursor, LITERAL);
  if (literal === undefined) throw invalid(cursor, 'expected a text in single quotes, a number, a path or a function');
  return { kind: 'value', value: JSON.parse(literal) as Json };
};

const call = (cursor: Cursor): IntrinsicCall => {
  const name = match(cursor, NAME);
  if (name === undefined) throw invalid(cursor, 'expected States.<function>(');
  if (!Object.hasOwn(intrinsicFunctions, name)) {
    throw invalid(
      cursor,
      `there is no function States.${name}; there are ${Object.keys(intrinsicFunctions).join(', ')}`,
    );
  }
  const found: Argument[] = [];
  for (;;) {
    spaces(cursor);
    if (cursor.text.charAt(cursor.at) === ')') {
      cursor.at++;
      return { name, arguments: found };
    }
    if (found.length > 0) {
      if (cursor.text.charAt(cursor.at) !== ',') throw invalid(cursor, 'expected , or )');
      cursor.at++;
    }
    found.push(argument(cursor));
  }
};

const calls = new Map<string, IntrinsicCall>();

/** Reads a call such as `States.Format('{}', $.name)`, once for each text. Throws `IntrinsicFailure`. */
export const parseIntrinsic = (text: string): IntrinsicCall => {
  const known = calls.get(text);
  if (known !== undefined) return known;
  const cursor: Cursor = { text, at: 0 };
  const parsed = call(cursor);
  spaces(cursor);
  if (cursor.at < text.length) throw invalid(cursor, `'${text.slice(cursor.at)}' is left over`);
  if (calls.size > 20_000) calls.clear();
  calls.set(text, parsed);
  return parsed;
};

/** Runs a call, innermost first. `path` gives the value of a path or throws. */
export const evaluateIntrinsic = (given: IntrinsicCall, path: (text: string) => Json, random: () => number): Json => {
  const values = given.arguments.map((item): Json => {
    switch (item.kind) {
      case 'value':
        return item.value;
      case 'path':
        return path(item.path);
      case 'call':
        return evaluateIntrinsic(item.call, path, random);
    }
  });
  const implementation = intrinsicFunctions[given.name];
  if (implementation === undefined) throw new IntrinsicFailure(`There is no function States.${given.name}`);
  return implementation(values, random);
};
