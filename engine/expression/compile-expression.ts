import type { ExprNode } from 'jsonata';
import { isBoundedExpression } from './bounded-expression.ts';
import { directEvaluationOf, UNDECIDED, type Direct } from './direct-evaluation.ts';
import { evaluateInThread } from './evaluate-in-thread.ts';
import { evaluationTimeout } from './expression-limits.ts';
import {
  parseExpression,
  type Bindings,
  type JsonataExpression,
  type Moment,
  type StepHook,
} from './jsonata-expression.ts';
import { readsOf, type Reads } from './reads-of.ts';

export interface CompiledExpression {
  readonly source: string;
  readonly ast: ExprNode;
  /** Gives JSON of JSON bindings at once, or `UNDECIDED`: then `evaluate` it. */
  readonly direct: Direct;
  /**
   * The value; undefined where the expression gives nothing. Rejects with JSONata's own error. `limitMilliseconds`
   * bounds the evaluation, whatever the expression does; other work goes on meanwhile.
   */
  evaluate(bindings: Bindings, moment: Moment, limitMilliseconds: number): Promise<unknown>;
}

/** A string is an expression when it begins with `{%` and ends with `%}`. */
export const isExpression = (text: string): boolean => text.startsWith('{%') && text.endsWith('%}') && text.length >= 4;

export const expressionSource = (text: string): string => text.slice(2, -2).trim();

/** How many steps pass between two looks at the wall clock. */
const STEPS_PER_LOOK = 64;
/** After this many steps, some milliseconds, other work of the process has its turn. Counted, so that runs repeat. */
const STEPS_PER_TURN = 1_024;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const stepHook = (limitMilliseconds: number): StepHook => {
  const start = performance.now();
  let steps = 0;
  return () => {
    if (++steps % STEPS_PER_LOOK !== 0) return undefined;
    if (performance.now() - start > limitMilliseconds) throw evaluationTimeout(limitMilliseconds);
    return steps % STEPS_PER_TURN === 0 ? nextTurn() : undefined;
  };
};

/** How JSONata's own evaluator gets to work on it: here, or where it can be ended from outside. */
const evaluatorOf = (source: string, expression: JsonataExpression): CompiledExpression['evaluate'] => {
  if (isBoundedExpression(source, expression.ast)) {
    return (bindings, moment, limit) => expression.evaluate(bindings, moment, stepHook(limit));
  }
  let reads: Reads | undefined;
  return (bindings, moment, limit) =>
    limit === Infinity
      ? expression.evaluate(bindings, moment, stepHook(limit))
      : evaluateInThread({ source, bindings: (reads ??= readsOf(expression.ast)).select(bindings), moment }, limit);
};

const undecided: Direct = () => UNDECIDED;

const create = (source: string): CompiledExpression => {
  const expression = parseExpression(source);
  const { ast } = expression;
  const evaluate = evaluatorOf(source, expression);
  return { source, ast, direct: directEvaluationOf(source, ast) ?? undecided, evaluate };
};

/** Parsing costs a hundred times an evaluation, and machines share expressions. The oldest leave when it is full. */
const CACHE_SIZE = 20_000;
const cache = new Map<string, CompiledExpression>();

/** Compiles the source between `{%` and `%}`, once for each source. Throws JSONata's error for a syntax error. */
export const compileExpression = (source: string): CompiledExpression => {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const compiled = create(source);
  if (cache.size >= CACHE_SIZE) {
    const oldest = cache.keys().next();
    if (!oldest.done) cache.delete(oldest.value);
  }
  cache.set(source, compiled);
  return compiled;
};
