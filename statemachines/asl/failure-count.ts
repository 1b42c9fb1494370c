import { jsonata, noFailure, sameInput } from './jsonata.ts';
import type { Continuation, Scope } from './scope.ts';
import { wayOn } from './scope.ts';
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
 */
export function checkFailures(name: string, what: string, sum: string, scope: Scope, then: Continuation): Counted {
  // At the end of a counting group the sum is the group's own answer: no state is needed.
  if (then.kind === 'end' && scope.tolerant) return { answer: { Output: jsonata(sum), End: true }, states: [] };
  const { names } = scope.machine;
  const check = names.claim(`${name}.check`);
  const leave = names.claim(`${name}.failed`);
  const done = then.kind === 'end' ? names.claim(`${name}.done`) : undefined;
  const variable = scope.machine.claimVariable();
  const leaving: State = scope.tolerant
    ? { Type: 'Pass', Output: jsonata(`$${variable}`), End: true }
    : { Type: 'Fail', Error: 'TrialsFailed', Cause: jsonata(`$${variable} & ${JSON.stringify(` ${what}`)}`) };
  return {
    answer: { Assign: { [variable]: jsonata(sum) }, Output: sameInput, Next: check },
    states: [
      [
        check,
        {
          Type: 'Choice',
          Choices: [{ Condition: jsonata(`$${variable} > 0`), Next: leave }],
          Default: then.kind === 'next' ? then.state : (done ?? leave),
        },
      ],
      [leave, leaving],
      ...(done === undefined ? [] : [[done, { Type: 'Pass', Output: noFailure, End: true }] as const]),
    ],
  };
}

/** The way on behind something whose failures are errors, or are forgiven. */
export function goOn(then: Continuation): Counted {
  return { answer: wayOn(then, noFailure, sameInput), states: [] };
}
