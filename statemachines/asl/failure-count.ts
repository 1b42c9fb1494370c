import { jsonata } from './jsonata.ts';
import { behind, type FateUpdate, leave } from './leave.ts';
import type { Continuation, Scope } from './scope.ts';
import type { MapState, State } from './states.ts';

export interface Counted {
  /** What the counting state itself says of its way on. */
  readonly answer: Pick<MapState, 'Assign' | 'Output' | 'Next' | 'End'>;
  /** States behind it. */
  readonly states: readonly (readonly [string, State])[];
}

/**
 * Behind a Map or Parallel whose parts answer how many failed in them: goes on where none did, else leaves the group, as
 * a count where someone outside counts, as an error where nobody does.
 *
 * @param what whose failures they are, in words, for the error's cause
 * @param update what is known where none failed
 */
export function checkFailures(
  name: string,
  what: string,
  sum: string,
  scope: Scope,
  then: Continuation,
  update: FateUpdate = {},
): Counted {
  // At the end of a counting group the sum is the group's own answer: no state is needed.
  if (then.kind === 'end' && scope.tolerant) return { answer: { Output: jsonata(sum), End: true }, states: [] };
  const { names } = scope.machine;
  const check = names.claim(`${name}.check`);
  const failed = names.claim(`${name}.failed`);
  const done = then.kind === 'end' ? names.claim(`${name}.done`) : undefined;
  const variable = scope.machine.claimVariable('failed');
  const leaving: State = scope.tolerant
    ? { Type: 'Pass', Output: jsonata(`$${variable}`), End: true }
    : { Type: 'Fail', Error: 'TrialsFailed', Cause: jsonata(`$${variable} & ${JSON.stringify(` ${what}`)}`) };
  return {
    answer: { Assign: { [variable]: jsonata(sum) }, ...leave(scope, { kind: 'next', state: check }, update) },
    states: [
      [
        check,
        {
          Type: 'Choice',
          Choices: [{ Condition: jsonata(`$${variable} > 0`), Next: failed }],
          Default: then.kind === 'next' ? then.state : (done ?? failed),
        },
      ],
      [failed, leaving],
      ...(done === undefined
        ? []
        : [[done, { Type: 'Pass', ...leave(behind(scope, Object.keys(update)), then) }] as const]),
    ],
  };
}

/** The way on behind something whose failures are errors, or are forgiven. */
export function goOn(scope: Scope, then: Continuation, update: FateUpdate = {}): Counted {
  return { answer: leave(scope, then, update), states: [] };
}
