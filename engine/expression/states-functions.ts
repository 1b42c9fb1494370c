import { createHash } from 'node:crypto';
import type { Expression, Focus } from 'jsonata';
import { javaRandom } from './java-random.ts';
import { uuidFrom } from './seeded-random.ts';

/** Name under which an evaluation's source of randomness and time is bound; `$` cannot begin a user's variable. */
export const EVALUATION = '$evaluation';

export interface EvaluationSource {
  readonly now: number;
  readonly random: () => number;
}

/** How JSONata binds its own functions. */
interface FunctionBinding {
  implementation(this: Focus, ...values: readonly unknown[]): unknown;
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** The most elements that `$range` makes: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
const LONGEST_RANGE = 360_145;

const failure = (code: string, message: string): Error => Object.assign(new Error(message), { code, position: 0 });

const source = (focus: Focus): EvaluationSource => focus.environment.lookup(EVALUATION) as EvaluationSource;

const partition = (array: unknown, size: number | undefined): unknown => {
  const items: readonly unknown[] = Array.isArray(array) ? array : [array];
  const length = Math.trunc(size ?? 0);
  if (array === undefined || items.length === 0 || length === 0) return undefined;
  if (length < 0) throw failure('D3000', 'The chunk size of $partition must be positive');
  return Array.from({ length: Math.ceil(items.length / length) }, (_, index) =>
    items.slice(index * length, (index + 1) * length),
  );
};

const range = (first: number | undefined, last: number | undefined, step: number | undefined): unknown => {
  if (first === undefined || last === undefined || step === undefined) return undefined;
  const [from, to, by] = [Math.trunc(first), Math.trunc(last), Math.trunc(step)];
  if (by === 0 || (to - from) * by < 0) return undefined;
  const length = Math.floor((to - from) / by) + 1;
  if (length > LONGEST_RANGE) throw failure('D2014', 'Expression evaluation memory limit exceeded');
  const values = Array.from({ length }, (_, index) => from + index * by);
  return values.length === 1 ? values[0] : values;
};

const hash = (text: unknown, algorithm: string | undefined): unknown => {
  if (text === undefined || algorithm === undefined) return undefined;
  const known = ALGORITHMS[algorithm];
  if (known === undefined) {
    throw failure('D3000', `The hash algorithm "${algorithm}" is not one of ${Object.keys(ALGORITHMS).join(', ')}`);
  }
  return createHash(known)
    .update(typeof text === 'string' ? text : JSON.stringify(text))
    .digest('hex');
};

const parse = (text: string | undefined): unknown => {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw failure('D3000', `$parse could not read its argument as JSON: ${(error as Error).message}`);
  }
};

/**
 * Gives an expression the functions that Step Functions adds to JSONata, a clock that is the execution's own, and takes
 * `$eval` away, as AWS does.
 */
export const registerStatesFunctions = (expression: Expression): void => {
  expression.registerFunction('partition', partition);
  expression.registerFunction('range', range);
  expression.registerFunction('hash', hash);
  expression.registerFunction('parse', parse);
  expression.registerFunction('uuid', function (this: Focus) {
    return uuidFrom(source(this).random);
  });
  expression.registerFunction('random', function (this: Focus, seed: number | undefined) {
    return seed === undefined ? source(this).random() : javaRandom(seed).nextDouble();
  });
  expression.registerFunction(
    'millis',
    function (this: Focus) {
      return source(this).now;
    },
    '<:n>',
  );
  expression.registerFunction(
    'now',
    function (this: Focus, picture?: string, timezone?: string) {
      const { now } = source(this);
      if (picture === undefined && timezone === undefined) return new Date(now).toISOString();
      const fromMillis = this.environment.lookup('fromMillis') as FunctionBinding;
      return fromMillis.implementation.call(this, now, picture, timezone);
    },
    '<s?s?:s>',
  );
  expression.registerFunction('eval', () => {
    throw failure('T1006', 'Attempted to invoke a non-function: $eval is not available in Step Functions; use $parse');
  });
};
