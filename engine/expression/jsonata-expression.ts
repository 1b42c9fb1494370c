import jsonata from 'jsonata';
import type { ExprNode } from 'jsonata';
import { seedFrom, seededRandom } from './seeded-random.ts';
import { EVALUATION, registerStatesFunctions, type EvaluationSource } from './states-functions.ts';

/** What an expression sees: `states` and the variables in scope, by name. */
export type Bindings = Readonly<Record<string, unknown>>;

/** What an expression is evaluated with, beside its bindings: the same moment and seed give the same value. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly seed: string;
}

/** Called before every step of an evaluation; a promise lets other work go on, a throw ends the evaluation. */
export type StepHook = () => Promise<void> | undefined;

export interface JsonataExpression {
  readonly ast: ExprNode;
  /** Gives the value, undefined where there is none. Rejects with JSONata's own errors. */
  evaluate(bindings: Bindings, moment: Moment, hook?: StepHook): Promise<unknown>;
}

/** `assign` also takes the symbols of JSONata's hooks, which its types leave out. */
interface HookTarget {
  assign(name: string | symbol, value: unknown): void;
}

const ENTRY = Symbol.for('jsonata.__evaluate_entry');
/** Name under which an evaluation's hook is bound; `$` cannot begin a user's variable. */
const HOOK = '$hook';

const sourceOf = ({ now, seed }: Moment): EvaluationSource => {
  let random: (() => number) | undefined;
  return { now, random: () => (random ??= seededRandom(seedFrom(seed)))() };
};

/** Parses an expression, which costs a hundred times an evaluation. Throws JSONata's error for a syntax error. */
export const parseExpression = (source: string): JsonataExpression => {
  const expression = jsonata(source);
  registerStatesFunctions(expression);
  let hooked = false;
  // JSONata reads its hook by a symbol that only `assign` binds, for all evaluations at once: `bind` of the frame is
  // reached through the bindings' own enumeration, which leaves symbols out. So it looks up the frame's own hook.
  const assignHook = (): void => {
    hooked = true;
    const target: HookTarget = expression;
    target.assign(ENTRY, (_node: ExprNode, _input: unknown, environment: { lookup(name: string): unknown }) =>
      (environment.lookup(HOOK) as StepHook | undefined)?.(),
    );
  };
  return {
    ast: expression.ast(),
    evaluate(bindings, moment, hook) {
      const frame: Record<string, unknown> = { ...bindings, [EVALUATION]: sourceOf(moment) };
      if (hook !== undefined) {
        if (!hooked) assignHook();
        frame[HOOK] = hook;
      }
      return expression.evaluate(undefined, frame) as Promise<unknown>;
    },
  };
};
