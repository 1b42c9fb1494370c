import jsonata from 'jsonata';
import type { ExprNode, Expression } from 'jsonata';
import { fastPathOf, walkFastPath, type FastPath } from './fast-path.ts';
import { EVALUATION, registerStatesFunctions, type EvaluationSource } from './states-functions.ts';

/** What an expression sees: `states` and the variables in scope, by name. */
export type Bindings = Readonly<Record<string, unknown>>;

export interface CompiledExpression {
  readonly source: string;
  readonly ast: ExprNode;
  /**
   * The value, or a promise of it; undefined where the expression gives nothing. Rejects with JSONata's own error.
   * `limitMilliseconds` bounds the evaluation.
   */
  evaluate(bindings: Bindings, evaluation: EvaluationSource, limitMilliseconds: number): unknown;
}

/** A string is an expression when it begins with `{%` and ends with `%}`. */
export const isExpression = (text: string): boolean => text.startsWith('{%') && text.endsWith('%}') && text.length >= 4;

export const expressionSource = (text: string): string => text.slice(2, -2).trim();

/** How many node evaluations pass between two looks at the wall clock. */
const STEPS_PER_LOOK = 64;

/** Only a function of the user's own can loop for ever; other expressions are bounded by their data. */
const canLoop = (ast: ExprNode): boolean => JSON.stringify(ast).includes('"type":"lambda"');

const createTimebox = (limitMilliseconds: number): (() => void) => {
  const start = performance.now();
  let steps = 0;
  return () => {
    if (++steps % STEPS_PER_LOOK === 0 && performance.now() - start > limitMilliseconds) {
      throw Object.assign(
        new Error(`Expression evaluation timeout: the expression took longer than ${limitMilliseconds} ms`),
        { code: 'U1001', position: 0 },
      );
    }
  };
};

/** `assign` also takes the symbols of JSONata's hooks, which its types leave out. */
interface HookTarget {
  assign(name: string | symbol, value: unknown): void;
}

const TIMEBOX = Symbol.for('jsonata.__evaluate_entry');

const evaluateFully = async (
  expression: Expression,
  bindings: Bindings,
  evaluation: EvaluationSource,
  timebox: boolean,
  limitMilliseconds: number,
): Promise<unknown> => {
  const frame: Record<string, unknown> = { ...bindings, [EVALUATION]: evaluation };
  // JSONata reads its hook by a symbol that only `assign` binds, for all evaluations at once: `bind` of the frame is
  // reached through the bindings' own enumeration, which leaves symbols out. So the hook looks the frame's timebox up.
  if (timebox) frame['$timebox'] = createTimebox(limitMilliseconds);
  return (await expression.evaluate(undefined, frame)) as unknown;
};

const create = (source: string): CompiledExpression => {
  const expression = jsonata(source);
  const ast = expression.ast();
  const fastPath: FastPath | undefined = fastPathOf(ast);
  registerStatesFunctions(expression);
  const timebox = canLoop(ast);
  if (timebox) {
    const hooks: HookTarget = expression;
    hooks.assign(TIMEBOX, (_node: ExprNode, _input: unknown, environment: { lookup(name: string): unknown }) => {
      const tick = environment.lookup('$timebox');
      if (typeof tick === 'function') (tick as () => void)();
    });
  }
  return {
    source,
    ast,
    evaluate(bindings, evaluation, limitMilliseconds) {
      if (fastPath !== undefined) {
        const value = walkFastPath(fastPath, bindings);
        if (value !== undefined) return value;
      }
      return evaluateFully(expression, bindings, evaluation, timebox, limitMilliseconds);
    },
  };
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
