import { timeOf } from '../json/iso-time.ts';
import type { Json } from '../json/json.ts';

/** Whether a value meets a comparison; `wanted` is the rule's own value. */
type Operator = (value: Json | undefined, wanted: Json) => boolean;

type Order = (sign: number) => boolean;

const ORDERS: readonly (readonly [string, Order])[] = [
  ['Equals', (sign) => sign === 0],
  ['LessThan', (sign) => sign < 0],
  ['GreaterThan', (sign) => sign > 0],
  ['LessThanEquals', (sign) => sign <= 0],
  ['GreaterThanEquals', (sign) => sign >= 0],
];

/** Texts are compared by UTF-16 units, as Java does. */
const textOrder = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const typedOperators = Object.fromEntries(
  ORDERS.flatMap(([name, holds]): readonly (readonly [string, Operator])[] => [
    [
      `String${name}`,
      (value, wanted) => typeof value === 'string' && typeof wanted === 'string' && holds(textOrder(value, wanted)),
    ],
    [
      `Numeric${name}`,
      (value, wanted) => typeof value === 'number' && typeof wanted === 'number' && holds(value - wanted),
    ],
    [
      `Timestamp${name}`,
      (value, wanted) => {
        const [left, right] = [timeOf(value), timeOf(wanted)];
        return left !== undefined && right !== undefined && holds(left - right);
      },
    ],
  ]),
);

/** The texts between the stars of a pattern: `*` stands for any characters; `\*` and `\\` for themselves. */
const textsBetweenStars = (pattern: string): readonly string[] => {
  const texts = [''];
  for (const [token] of pattern.matchAll(/\\[*\\]|[^]/g)) {
    if (token === '*') texts.push('');
    else texts.push(`${texts.pop() ?? ''}${token.length === 2 ? token.charAt(1) : token}`);
  }
  return texts;
};

/** Each text is sought once, from where the one before it ended: a regular expression could try for ever. */
const matches = (text: string, pattern: string): boolean => {
  const texts = textsBetweenStars(pattern);
  const first = texts[0] ?? '';
  const last = texts.at(-1) ?? '';
  if (texts.length === 1) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const inner of texts.slice(1, -1)) {
    const found = text.indexOf(inner, at);
    if (found < 0) return false;
    at = found + inner.length;
  }
  return at <= text.length - last.length;
};

const typeTest =
  (test: (value: Json) => boolean): Operator =>
  (value, wanted) =>
    value !== undefined && test(value) === wanted;

/** Every comparison of a JSONPath choice rule, without the `Path` that some names end with. */
export const choiceOperators: Readonly<Record<string, Operator>> = {
  ...typedOperators,
  BooleanEquals: (value, wanted) => typeof value === 'boolean' && value === wanted,
  StringMatches: (value, wanted) => typeof value === 'string' && typeof wanted === 'string' && matches(value, wanted),
  IsNull: typeTest((value) => value === null),
  IsString: typeTest((value) => typeof value === 'string'),
  IsNumeric: typeTest((value) => typeof value === 'number'),
  IsBoolean: typeTest((value) => typeof value === 'boolean'),
  IsTimestamp: typeTest((value) => timeOf(value) !== undefined),
  IsPresent: (value, wanted) => (value !== undefined) === wanted,
};
