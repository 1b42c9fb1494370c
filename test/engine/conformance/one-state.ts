import type { Json, JsonObject, TaskHandlers } from '../../../engine/index.ts';
import { entered, event, exited, failed, started, succeeded, type ExpectedEvent } from './event.ts';
import type { Case } from './feature.ts';

export interface OneState {
  readonly input?: Json;
  /** What the state sets, where it sets anything. */
  readonly assigned?: JsonObject;
  readonly seconds?: number;
  readonly tasks?: TaskHandlers;
}

export interface OneFailure {
  readonly input?: Json;
  readonly location?: string;
  /** What the history tells before the execution fails. */
  readonly then?: readonly ExpectedEvent[];
}

export type Language = 'JSONPath' | 'JSONata';

interface StateFields {
  readonly Type: string;
  readonly [field: string]: unknown;
}

const TERMINAL = new Set(['Succeed', 'Fail', 'Choice']);

/** A machine whose one state is called S. */
export const machineOf = (language: Language, state: StateFields): object => ({
  ...(language === 'JSONata' ? { QueryLanguage: 'JSONata' } : {}),
  StartAt: 'S',
  States: { S: TERMINAL.has(state.Type) ? state : { ...state, End: true } },
});

/** How the service says in a cause where it happened. */
export const locatedAt = (name: string, id: number, why: string): string =>
  `An error occurred while executing the state '${name}' (entered at the event id #${id}). ${why}`;

/** Cases of one state that has no events of its own: it is entered, and left or not. */
export const oneState = (language: Language) => ({
  gives: (
    name: string,
    state: StateFields,
    output: Json,
    { input = {}, assigned, seconds, tasks }: OneState = {},
  ): Case => ({
    name,
    definition: machineOf(language, state),
    input,
    ...(tasks === undefined ? {} : { tasks }),
    expected: {
      output,
      ...(seconds === undefined ? {} : { seconds }),
      history: [
        started(input),
        entered(state.Type, 'S', input),
        exited(state.Type, 'S', output, assigned === undefined ? {} : { assigned }),
        succeeded(output),
      ],
    },
  }),
  /** Fails with an error of the service, whose cause names the state; `location` where it is that of an expression. */
  fails: (
    name: string,
    state: StateFields,
    error: string,
    why: string,
    { input = {}, location, then = [] }: OneFailure = {},
  ): Case => {
    const cause = locatedAt('S', 2, why);
    return {
      name,
      definition: machineOf(language, state),
      input,
      expected: {
        error,
        cause,
        history: [
          started(input),
          entered(state.Type, 'S', input),
          ...(location === undefined ? [] : [event('EvaluationFailed', { cause, error, location, state: 'S' })]),
          ...then,
          failed({ error, cause }),
        ],
      },
    };
  },
});
