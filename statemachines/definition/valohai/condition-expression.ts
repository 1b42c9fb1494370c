import type { ConditionFault, ConditionToken } from './condition-tokens.ts';
import { tokenizeCondition } from './condition-tokens.ts';

/**
 * An expression of `if` and `stop-condition`, in the language of leval (https://github.com/valohai/leval): Python's
 * comparisons over metadata. `offset` is where the part stands in the text, in UTF-16 units.
 */
export type ConditionExpression =
  | {
      readonly kind: 'boolean';
      readonly operator: 'and' | 'or';
      readonly operands: readonly ConditionExpression[];
      readonly offset: number;
    }
  | { readonly kind: 'not'; readonly operand: ConditionExpression; readonly offset: number }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: ConditionExpression;
      readonly right: ConditionExpression;
      readonly offset: number;
    }
  | {
      readonly kind: 'arithmetic';
      readonly operator: Arithmetic;
      readonly left: ConditionExpression;
      readonly right: ConditionExpression;
      readonly offset: number;
    }
  | {
      readonly kind: 'sign';
      readonly operator: '+' | '-';
      readonly operand: ConditionExpression;
      readonly offset: number;
    }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly arguments: readonly ConditionExpression[];
      readonly offset: number;
    }
  /** A dotted name: `metadata.accuracy` has two parts. */
  | { readonly kind: 'name'; readonly parts: readonly string[]; readonly offset: number }
  | {
      readonly kind: 'collection';
      readonly shape: 'tuple' | 'set';
      readonly items: readonly ConditionExpression[];
      readonly offset: number;
    }
  | { readonly kind: 'constant'; readonly value: string | number | boolean | null; readonly offset: number };

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'is' | 'is not';
export type Arithmetic = '+' | '-' | '*' | '/' | '//';

export type ParsedCondition =
  | { readonly kind: 'expression'; readonly expression: ConditionExpression }
  | { readonly kind: 'fault'; readonly fault: ConditionFault };

/** The functions that Valohai evaluates. */
export const CONDITION_FUNCTIONS = ['abs', 'max', 'min'] as const;

/** Valohai's own limit of nesting is 8, of which it spends one on the expression as a whole. */
const DEEPEST = 7;
/** Brackets are no level of their own, but each is a call of the parser. */
const MOST_BRACKETS = 64;
const LONGEST = 10_000;

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
  ['None', null],
  ['null', null],
]);
const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'is', 'if', 'else', 'for', 'lambda']);
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', 'in', 'is', 'not']);

export function parseCondition(text: string): ParsedCondition {
  if (text.length > LONGEST)
    return fault(`the condition has ${text.length} characters; at most ${LONGEST} are allowed`, 0);
  const tokens = tokenizeCondition(text);
  if ('message' in tokens) return { kind: 'fault', fault: tokens };
  const parser = createParser(tokens);
  try {
    return { kind: 'expression', expression: parser.whole() };
  } catch (error) {
    if (error instanceof ConditionError) return fault(error.message, error.offset);
    throw error;
  }
}

function fault(message: string, offset: number): ParsedCondition {
  return { kind: 'fault', fault: { message, offset } };
}

/** Unwinds the parser's calls; never leaves this file. */
class ConditionError extends Error {
  override readonly name = 'ConditionError';
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

interface ConditionParser {
  whole(): ConditionExpression;
}

function createParser(tokens: readonly ConditionToken[]): ConditionParser {
  const depths = new WeakMap<ConditionExpression, number>();
  let position = 0;
  let brackets = 0;

  const peek = (ahead = 0): ConditionToken => tokens[position + ahead] ?? { kind: 'end', text: '', offset: 0 };
  const is = (text: string, ahead = 0): boolean => peek(ahead).text === text && peek(ahead).kind !== 'string';
  const take = (): ConditionToken => {
    const token = peek();
    position += 1;
    return token;
  };
  const refuse = (message: string, offset = peek().offset): never => {
    throw new ConditionError(message, offset);
  };
  const expect = (text: string): void => {
    if (!is(text)) refuse(`expected is "${text}", found is ${shown(peek())}`);
    take();
  };
  const made = (expression: ConditionExpression, parts: readonly ConditionExpression[]): ConditionExpression => {
    const depth = 1 + Math.max(0, ...parts.map((part) => depths.get(part) ?? 0));
    if (depth > DEEPEST)
      refuse('the condition is nested too deeply; at most eight levels are allowed', expression.offset);
    depths.set(expression, depth);
    return expression;
  };

  const boolean = (operator: 'and' | 'or', part: () => ConditionExpression): ConditionExpression => {
    const first = part();
    if (!is(operator)) return first;
    const operands = [first];
    while (is(operator)) {
      take();
      operands.push(part());
    }
    return made({ kind: 'boolean', operator, operands, offset: first.offset }, operands);
  };
  const disjunction = (): ConditionExpression => boolean('or', conjunction);
  const conjunction = (): ConditionExpression => boolean('and', negation);

  const negation = (): ConditionExpression => {
    if (!is('not')) return comparison();
    const { offset } = take();
    const operand = guarded(negation);
    return made({ kind: 'not', operand, offset }, [operand]);
  };

  const comparison = (): ConditionExpression => {
    const left = sum();
    const operator = comparisonOperator();
    if (operator === undefined) return left;
    const right = sum();
    if (isComparison(peek())) refuse('comparisons cannot be chained; join two of them with "and"');
    return made({ kind: 'compare', operator, left, right, offset: left.offset }, [left, right]);
  };
  const isComparison = (token: ConditionToken): boolean => token.kind !== 'string' && COMPARISONS.has(token.text);
  const comparisonOperator = (): Comparison | undefined => {
    if (!isComparison(peek()) || (is('not') && !is('in', 1))) return undefined;
    const { text } = take();
    if (text === 'not') {
      take();
      return 'not in';
    }
    if (text !== 'is' || !is('not')) return text as Comparison;
    take();
    return 'is not';
  };

  const arithmetic = (operators: readonly Arithmetic[], part: () => ConditionExpression): ConditionExpression => {
    let left = part();
    for (
      let operator = operators.find((one) => is(one));
      operator !== undefined;
      operator = operators.find((one) => is(one))
    ) {
      take();
      const right = part();
      left = made({ kind: 'arithmetic', operator, left, right, offset: left.offset }, [left, right]);
    }
    return left;
  };
  const sum = (): ConditionExpression => arithmetic(['+', '-'], product);
  const product = (): ConditionExpression => arithmetic(['*', '/', '//'], signed);

  const signed = (): ConditionExpression => {
    if (!is('+') && !is('-')) return primary();
    const { text, offset } = take();
    const operand = guarded(signed);
    return made({ kind: 'sign', operator: text === '+' ? '+' : '-', operand, offset }, [operand]);
  };

  const guarded = (part: () => ConditionExpression): ConditionExpression => {
    brackets += 1;
    if (brackets > MOST_BRACKETS) refuse(`more than ${MOST_BRACKETS} brackets stand within each other`);
    const expression = part();
    brackets -= 1;
    return expression;
  };

  const listUntil = (end: string): { items: readonly ConditionExpression[]; comma: boolean } => {
    const items: ConditionExpression[] = [];
    let comma = false;
    while (!is(end)) {
      items.push(guarded(disjunction));
      if (!is(',')) break;
      comma = true;
      take();
    }
    expect(end);
    return { items, comma };
  };

  const primary = (): ConditionExpression => {
    const token = peek();
    const { offset } = token;
    switch (token.kind) {
      case 'number':
        take();
        return made({ kind: 'constant', value: numberOf(token), offset }, []);
      case 'string':
        take();
        return made({ kind: 'constant', value: unquote(token.text), offset }, []);
      case 'name':
        return name();
      case 'operator':
        return bracketed(token);
      case 'end':
        return refuse(position === 0 ? 'the condition is empty' : 'the condition ends too early; a value is missing');
    }
  };

  const numberOf = (token: ConditionToken): number => {
    const value = Number(token.text.replaceAll('_', ''));
    if (!Number.isFinite(value)) refuse(`"${token.text}" is no number`, token.offset);
    return value;
  };

  const name = (): ConditionExpression => {
    const { text, offset } = take();
    if (KEYWORDS.has(text)) refuse(`a value is expected where "${text}" stands`, offset);
    const constant = CONSTANTS.get(text);
    if (constant !== undefined) return made({ kind: 'constant', value: constant, offset }, []);
    if (!is('(')) return made({ kind: 'name', parts: text.split('.'), offset }, []);
    if (text.includes('.'))
      refuse(`"${text}" cannot be called; functions are ${CONDITION_FUNCTIONS.join(', ')}`, offset);
    take();
    const { items } = listUntil(')');
    return made({ kind: 'call', name: text, arguments: items, offset }, items);
  };

  const bracketed = (token: ConditionToken): ConditionExpression => {
    const { text, offset } = token;
    if (text !== '(' && text !== '{') return refuse(`a value is expected where "${text}" stands`);
    take();
    const { items, comma } = listUntil(text === '(' ? ')' : '}');
    const [single] = items;
    if (text === '(' && single !== undefined && !comma) return single;
    return made({ kind: 'collection', shape: text === '(' ? 'tuple' : 'set', items, offset }, items);
  };

  return {
    whole: () => {
      const expression = disjunction();
      if (peek().kind !== 'end') refuse(`${shown(peek())} is not expected here`);
      return expression;
    },
  };
}

function shown(token: ConditionToken): string {
  return token.kind === 'end' ? 'the end' : `"${token.text}"`;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unquote(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/gsu, (_, character: string) => ESCAPES[character] ?? character);
}
