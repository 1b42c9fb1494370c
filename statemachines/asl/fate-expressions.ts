import { assertNever } from '../diagnostics/invariant.ts';
import type { DependsExpression } from '../graph/depends-expression.ts';
import { fateDigits, type RecordedFate } from './compiled-pipeline.ts';
import { type FateAspect, fateKey } from './fate-keys.ts';
import { jsonataText } from './jsonata.ts';

/** A field of `object` in JSONata. */
export function field(object: string, key: string): string {
  return /^[A-Za-z_]\w*$/u.test(key) ? `${object}.${key}` : `$lookup(${object}, ${jsonataText(key)})`;
}

export const carriedFates = '$states.input.fates';

/** A condition over the fates that the state data carries. */
export function conditionExpression(expression: DependsExpression): string {
  switch (expression.kind) {
    case 'result': {
      const { node, result = 'Succeeded' } = expression;
      if (result === 'AnySucceeded' || result === 'AllFailed') return field(carriedFates, fateKey(node, result));
      return `${field(carriedFates, fateKey(node))} = ${jsonataText(result.toLowerCase())}`;
    }
    case 'not':
      return `$not(${conditionExpression(expression.operand)})`;
    case 'all':
    case 'any': {
      const operator = expression.kind === 'all' ? 'and' : 'or';
      if (expression.operands.length === 0) return expression.kind === 'all' ? 'true' : 'false';
      return expression.operands
        .map((operand) => {
          const text = conditionExpression(operand);
          return operand.kind === 'all' || operand.kind === 'any' ? `(${text})` : text;
        })
        .join(` ${operator} `);
    }
    default:
      return assertNever(expression);
  }
}

const yes = 1;
const no = 2;
/** A number keeps so many digits. */
export const MOST_DIGITS = 15;

const digitOf = JSON.stringify(fateDigits);

/** What an iteration answers: the digits of these values, in this order. */
export function digitsOf(values: readonly { readonly key: string; readonly value: string }[]): string {
  const parts = values.map(({ key, value }) => digitExpression(key, value));
  const [only] = parts;
  if (values.length === 1 && only !== undefined) return only;
  if (values.length === 0) return '0';
  const joined = parts.join(' & ');
  return values.length <= MOST_DIGITS ? `$number(${joined})` : joined;
}

function digitExpression(key: string, value: string): string {
  if (isAspect(key)) return value === 'true' ? `${yes}` : value === 'false' ? `${no}` : `(${value} ? ${yes} : ${no})`;
  const literal = /^"(\w+)"$/u.exec(value)?.[1];
  if (literal !== undefined && Object.hasOwn(fateDigits, literal)) return `${fateDigits[literal as RecordedFate]}`;
  return `$lookup(${digitOf}, ${value})`;
}

function isAspect(key: string): boolean {
  return key.startsWith('AnySucceeded(') || key.startsWith('AllFailed(');
}

/** Reads what all iterations answered: `has(key, fate)` is an expression over the variable `$answers`. */
export interface Answers {
  /** The variable's value. */
  readonly text: string;
  readonly has: (key: string, fate: RecordedFate) => string;
  readonly hasTrue: (key: string) => string;
  readonly hasFalse: (key: string) => string;
}

export const answersVariable = '$answers';

/** @param keys of each iteration's answer, in order. */
export function readAnswers(keys: readonly string[], source: string): Answers {
  const contains = (key: string, digit: number): string => {
    if (keys.length === 1) return `$contains(${answersVariable}, "${digit}")`;
    const at = keys.indexOf(key);
    // Each answer stands behind the start, a bracket, a comma or a quotation mark.
    return `$contains(${answersVariable}, /(^|[\\[,"])[0-9]{${at}}${digit}/)`;
  };
  return {
    text: `$string(${source})`,
    has: (key, fate) => contains(key, fateDigits[fate]),
    hasTrue: (key) => contains(key, yes),
    hasFalse: (key) => contains(key, no),
  };
}

/** How one node's executions in a Map's iterations are seen as one result. */
export interface GatheredNode {
  readonly node: string;
  /** `continue-and-complete`: it has succeeded whatever became of its trials, unless none had its turn. */
  readonly tolerant: boolean;
  /** Each iteration already has several executions of it. */
  readonly nested: boolean;
  /** For a tolerant sweep: nodes before it in the same iterations. */
  readonly before: readonly string[];
}

/** Worst first, and as in Argo's groups what was left out does not count: the rule of platform/runs/gather-fates.ts. */
export function gatheredResult(
  { node, tolerant, nested, before }: GatheredNode,
  aspect: FateAspect,
  { has, hasTrue, hasFalse }: Answers,
): string {
  const key = fateKey(node);
  switch (aspect) {
    case 'fate': {
      if (!tolerant) {
        const order = ['failed', 'errored', 'stopped', 'succeeded', 'skipped'] as const;
        return [...order.map((fate) => `${has(key, fate)} ? "${fate}" : `), '"omitted"'].join('');
      }
      const ran = (name: string) =>
        (['succeeded', 'failed', 'errored'] as const).map((fate) => has(fateKey(name), fate));
      const itself = ran(node).join(' or ');
      const others = before.flatMap(ran).join(' or ');
      const left = others === '' ? '"omitted"' : `${others} ? "succeeded" : "omitted"`;
      return `${itself} ? "succeeded" : ${has(key, 'skipped')} ? "skipped" : ${left}`;
    }
    case 'AnySucceeded':
      return nested ? hasTrue(fateKey(node, aspect)) : has(key, 'succeeded');
    case 'AllFailed': {
      // Of no iterations at all, none has failed.
      if (nested) return `${hasTrue(fateKey(node, aspect))} and $not(${hasFalse(fateKey(node, aspect))})`;
      const others = (['succeeded', 'errored', 'skipped', 'omitted', 'stopped'] as const).map((fate) => has(key, fate));
      return `${has(key, 'failed')} and $not(${others.join(' or ')})`;
    }
    default:
      return assertNever(aspect);
  }
}
