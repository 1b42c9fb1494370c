import { TaskError } from '../../engine/index.ts';
import type { AttributeValue } from './attribute-value.ts';

/** The names and values that an expression speaks of by placeholder. */
export interface Placeholders {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AttributeValue>>;
}

/** Reads one of DynamoDB's expressions word by word. */
export interface ExpressionReader {
  readonly done: boolean;
  /** Takes the next word where it is this one (`SET`, `(`, `=`), in capitals or not. */
  take(word: string): boolean;
  /** @throws {TaskError} where the next word is another one. */
  expect(word: string): void;
  /** An attribute at the item's top, by its name or by a `#name`. */
  attribute(): string;
  /** A `:value`, or undefined where the next word is none. */
  value(): AttributeValue | undefined;
}

const WORD = /\s*(?:([A-Za-z_][\w-]*|[#:][\w-]+)|(<>|[(),=]))/uy;

/**
 * What Slipway's machines say to DynamoDB is little; whatever else an expression holds is refused by name, so that no
 * estimate rests on a misunderstanding.
 *
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
 */
export function readExpression(text: string, { names, values }: Placeholders): ExpressionReader {
  const words = wordsOf(text);
  let position = 0;
  const next = () => words[position];
  const refuse = (): never => {
    throw unknownExpression(text, next());
  };
  const take = (word: string): boolean => {
    if (next()?.toUpperCase() !== word.toUpperCase()) return false;
    position += 1;
    return true;
  };
  return {
    get done() {
      return position >= words.length;
    },
    take,
    expect(word) {
      if (!take(word)) refuse();
    },
    attribute() {
      const word = next() ?? refuse();
      const name = word.startsWith('#') ? names[word] : /^[A-Za-z_]/u.test(word) ? word : undefined;
      if (name === undefined) return refuse();
      position += 1;
      return name;
    },
    value() {
      const word = next();
      if (word?.startsWith(':') !== true) return undefined;
      const value = values[word] ?? refuse();
      position += 1;
      return value;
    },
  };
}

function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  const source = text.trim();
  const word = new RegExp(WORD);
  while (word.lastIndex < source.length) {
    const at = word.lastIndex;
    const found = word.exec(source);
    if (found === null) throw unknownExpression(text, source.slice(at, at + 20));
    words.push(found[1] ?? found[2] ?? '');
  }
  return words;
}

function unknownExpression(text: string, at: string | undefined): TaskError {
  const place = at === undefined ? 'its end' : `"${at}"`;
  return new TaskError('States.Runtime', `the estimate cannot read DynamoDB's expression "${text}" at ${place}`);
}
