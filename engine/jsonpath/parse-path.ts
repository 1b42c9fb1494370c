import type { Json } from '../json/json.ts';
import { PathFailure } from './path-failure.ts';

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** What stands between `[?(` and `)]`. */
export type Filter =
  | { readonly kind: 'exists'; readonly path: readonly Step[] }
  | { readonly kind: 'compare'; readonly left: Operand; readonly comparison: Comparison; readonly right: Operand }
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter };

export type Operand =
  { readonly kind: 'value'; readonly value: Json } | { readonly kind: 'path'; readonly steps: readonly Step[] };

export type Step =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indices'; readonly indices: readonly number[] }
  | {
      readonly kind: 'slice';
      readonly start: number | undefined;
      readonly end: number | undefined;
      readonly step: number;
    }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'descendants' }
  | { readonly kind: 'filter'; readonly filter: Filter };

export interface Path {
  /** Where it begins: the input, the context object, or a variable. */
  readonly root: { readonly kind: 'input' | 'context' } | { readonly kind: 'variable'; readonly name: string };
  readonly steps: readonly Step[];
  /** A path that can match only one place gives a value; any other gives a list. */
  readonly definite: boolean;
}

interface Cursor {
  readonly text: string;
  at: number;
}

const NAME = /[^\s.[\]()'",=!<>&|]+/y;
const NUMBER = /-?\d+(\.\d+)?/y;
const COMPARISON = /==|!=|<=|>=|<|>/y;

const invalid = (cursor: Cursor, why: string): PathFailure =>
  new PathFailure(`The path '${cursor.text}' is not valid at character ${cursor.at + 1}: ${why}`);

const take = (cursor: Cursor, pattern: RegExp): string | undefined => {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
};

const skip = (cursor: Cursor, text: string): boolean => {
  if (!cursor.text.startsWith(text, cursor.at)) return false;
  cursor.at += text.length;
  return true;
};

const spaces = (cursor: Cursor): void => {
  while (cursor.text[cursor.at] === ' ') cursor.at++;
};

const skipSpaced = (cursor: Cursor, text: string): boolean => {
  spaces(cursor);
  return skip(cursor, text);
};

const quoted = (cursor: Cursor): string => {
  const quote = cursor.text[cursor.at++];
  let value = '';
  for (; cursor.at < cursor.text.length; cursor.at++) {
    const char = cursor.text.charAt(cursor.at);
    if (char === '\\') value += cursor.text.charAt(++cursor.at);
    else if (char === quote) {
      cursor.at++;
      return value;
    } else value += char;
  }
  throw invalid(cursor, 'a quote is not closed');
};

const isQuote = (cursor: Cursor): boolean => cursor.text[cursor.at] === "'" || cursor.text[cursor.at] === '"';

const operand = (cursor: Cursor): Operand => {
  spaces(cursor);
  if (skip(cursor, '@')) return { kind: 'path', steps: steps(cursor) };
  if (isQuote(cursor)) return { kind: 'value', value: quoted(cursor) };
  const number = take(cursor, NUMBER);
  if (number !== undefined) return { kind: 'value', value: Number(number) };
  for (const [word, value] of [
    ['true', true],
    ['false', false],
    ['null', null],
  ] as const) {
    if (skip(cursor, word)) return { kind: 'value', value };
  }
  throw invalid(cursor, 'expected @, a text, a number, true, false or null');
};

const isComparison = (text: string | undefined): text is Comparison =>
  text !== undefined && ['==', '!=', '<', '<=', '>', '>='].includes(text);

const term = (cursor: Cursor): Filter => {
  spaces(cursor);
  if (skip(cursor, '(')) {
    const inner = filter(cursor);
    spaces(cursor);
    if (!skip(cursor, ')')) throw invalid(cursor, 'expected )');
    return inner;
  }
  const left = operand(cursor);
  spaces(cursor);
  const comparison = take(cursor, COMPARISON);
  if (isComparison(comparison)) return { kind: 'compare', left, comparison, right: operand(cursor) };
  if (left.kind === 'path') return { kind: 'exists', path: left.steps };
  throw invalid(cursor, 'expected a comparison');
};

const filter = (cursor: Cursor): Filter => {
  let left = term(cursor);
  for (;;) {
    spaces(cursor);
    const kind = skip(cursor, '&&') ? 'and' : skip(cursor, '||') ? 'or' : undefined;
    if (kind === undefined) return left;
    left = { kind, left, right: term(cursor) };
  }
};

const bracket = (cursor: Cursor): Step => {
  spaces(cursor);
  if (skip(cursor, '*')) return { kind: 'wildcard' };
  if (skip(cursor, '?(')) {
    const found = filter(cursor);
    spaces(cursor);
    if (!skip(cursor, ')')) throw invalid(cursor, 'expected )');
    return { kind: 'filter', filter: found };
  }
  if (isQuote(cursor)) {
    const names = [quoted(cursor)];
    while (skipSpaced(cursor, ',')) {
      spaces(cursor);
      names.push(quoted(cursor));
    }
    return { kind: 'names', names };
  }
  const first = take(cursor, NUMBER);
  if (skip(cursor, ':')) {
    const end = take(cursor, NUMBER);
    const step = skip(cursor, ':') ? take(cursor, NUMBER) : undefined;
    return {
      kind: 'slice',
      start: first === undefined ? undefined : Number(first),
      end: end === undefined ? undefined : Number(end),
      step: step === undefined ? 1 : Number(step),
    };
  }
  if (first === undefined) throw invalid(cursor, 'expected a name in quotes, an index, a slice, * or ?()');
  const indices = [Number(first)];
  while (skipSpaced(cursor, ',')) {
    spaces(cursor);
    indices.push(Number(take(cursor, NUMBER)));
  }
  return { kind: 'indices', indices };
};

const steps = (cursor: Cursor): readonly Step[] => {
  const found: Step[] = [];
  for (;;) {
    if (skip(cursor, '..')) {
      found.push({ kind: 'descendants' });
      if (cursor.text[cursor.at] === '[') continue;
      if (skip(cursor, '*')) found.push({ kind: 'wildcard' });
      else found.push({ kind: 'names', names: [name(cursor)] });
    } else if (skip(cursor, '.')) {
      found.push(skip(cursor, '*') ? { kind: 'wildcard' } : { kind: 'names', names: [name(cursor)] });
    } else if (skip(cursor, '[')) {
      found.push(bracket(cursor));
      spaces(cursor);
      if (!skip(cursor, ']')) throw invalid(cursor, 'expected ]');
    } else return found;
  }
};

const name = (cursor: Cursor): string => {
  const found = take(cursor, NAME);
  if (found === undefined) throw invalid(cursor, 'expected a name');
  return found;
};

const isDefinite = (step: Step): boolean =>
  (step.kind === 'names' && step.names.length === 1) || (step.kind === 'indices' && step.indices.length === 1);

const parse = (text: string): Path => {
  const cursor: Cursor = { text, at: 0 };
  if (!skip(cursor, '$')) throw invalid(cursor, 'a path begins with $');
  let root: Path['root'] = { kind: 'input' };
  if (skip(cursor, '$')) root = { kind: 'context' };
  else {
    const variable = take(cursor, NAME);
    if (variable !== undefined) root = { kind: 'variable', name: variable };
  }
  const found = steps(cursor);
  if (cursor.at < text.length) throw invalid(cursor, `'${text.slice(cursor.at)}' is left over`);
  return { root, steps: found, definite: found.every(isDefinite) };
};

const paths = new Map<string, Path>();

/** Reads a JSONPath, once for each text. Throws `PathFailure`. */
export const parsePath = (text: string): Path => {
  const known = paths.get(text);
  if (known !== undefined) return known;
  const path = parse(text);
  if (paths.size > 20_000) paths.clear();
  paths.set(text, path);
  return path;
};
