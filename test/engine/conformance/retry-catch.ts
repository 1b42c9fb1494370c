import { TaskError, type Json, type JsonObject, type TaskHandlers } from '../../../engine/index.ts';
import { INVOKE } from '../run-definition.ts';
import { entered, exited, failed, invoked, invokeFailed, started, succeeded, type ExpectedEvent } from './event.ts';
import { proved, type Case, type FeatureGroup } from './feature.ts';

const CALL = { FunctionName: 'f' };
const ANSWER = { ExecutedVersion: '$LATEST', Payload: 'ok', StatusCode: 200 };

/** A function that fails with these errors one after another, and then succeeds. */
const failing = (errors: readonly string[]): TaskHandlers => {
  let calls = 0;
  return {
    f: () => {
      const error = errors[calls++];
      if (error !== undefined) throw new TaskError(error, 'why');
      return 'ok';
    },
  };
};

const attempts = (errors: readonly string[]): readonly ExpectedEvent[] =>
  errors.flatMap((error) => invokeFailed(CALL, error, 'why'));

/** A Task that fails with `errors` before it succeeds, and how long it takes when it is retried as it should. */
const retried = (name: string, Retry: readonly object[], errors: readonly string[], seconds: number): Case => ({
  name,
  definition: {
    QueryLanguage: 'JSONata',
    StartAt: 'S',
    States: { S: { Type: 'Task', Resource: INVOKE, Arguments: CALL, Retry, End: true } },
  },
  tasks: failing(errors),
  expected: {
    output: ANSWER,
    seconds,
    history: [
      started(),
      entered('Task', 'S', {}),
      ...attempts(errors),
      ...invoked(CALL, 'ok'),
      exited('Task', 'S', ANSWER),
      succeeded(ANSWER),
    ],
  },
});

/** The same, but its retriers give up on the last of the errors. */
const givenUp = (name: string, Retry: readonly object[], errors: readonly string[], seconds: number): Case => ({
  name,
  definition: {
    QueryLanguage: 'JSONata',
    StartAt: 'S',
    States: { S: { Type: 'Task', Resource: INVOKE, Arguments: CALL, Retry, End: true } },
  },
  tasks: failing([...errors, 'TooMany']),
  expected: {
    error: errors.at(-1) ?? '',
    cause: 'why',
    seconds,
    history: [
      started(),
      entered('Task', 'S', {}),
      ...attempts(errors),
      failed({ error: errors.at(-1) ?? '', cause: 'why' }),
    ],
  },
});

const times = (count: number, error = 'E'): readonly string[] => Array.from({ length: count }, () => error);

interface Caught {
  readonly language?: 'JSONPath' | 'JSONata';
  readonly error?: string;
  readonly input?: Json;
  readonly state?: object;
  readonly next?: string;
  readonly output?: Json;
  readonly assigned?: JsonObject;
}

/** A Task that fails with E (or another error) for `why`, and where its catchers lead. */
const caught = (
  name: string,
  Catch: readonly object[],
  { language = 'JSONata', error = 'E', input = {}, state = {}, next = 'A', output, assigned }: Caught = {},
): Case => {
  const result = output ?? { Error: error, Cause: 'why' };
  const targets = [...new Set([...JSON.stringify(Catch).matchAll(/"Next":"(\w)"/g)].map(([, target = '']) => target))];
  return {
    name,
    definition: {
      ...(language === 'JSONata' ? { QueryLanguage: language } : {}),
      StartAt: 'S',
      States: {
        S: {
          Type: 'Task',
          Resource: INVOKE,
          [language === 'JSONata' ? 'Arguments' : 'Parameters']: CALL,
          ...state,
          Catch,
          End: true,
        },
        ...Object.fromEntries(targets.map((target) => [target, { Type: 'Succeed' }])),
      },
    },
    input,
    tasks: failing([error]),
    expected: {
      output: result,
      history: [
        started(input),
        entered('Task', 'S', input),
        ...attempts([error]),
        exited('Task', 'S', result, assigned === undefined ? {} : { assigned }),
        entered('Succeed', next, result),
        exited('Succeed', next, result),
        succeeded(result),
      ],
    },
  };
};

const uncaught = (name: string, Catch: readonly object[], error: string): Case => ({
  name,
  definition: {
    QueryLanguage: 'JSONata',
    StartAt: 'S',
    States: { S: { Type: 'Task', Resource: INVOKE, Arguments: CALL, Catch, End: true }, A: { Type: 'Succeed' } },
  },
  tasks: failing([error]),
  expected: {
    error,
    cause: 'why',
    history: [started(), entered('Task', 'S', {}), ...attempts([error]), failed({ error, cause: 'why' })],
  },
});

const on = (error: string, more: object = {}): object => ({ ErrorEquals: [error], ...more });

export const retryAndCatch: FeatureGroup = {
  title: 'Retry and Catch',
  features: [
    proved('Retry: intervals', [
      retried('three times by default, after 1, 2 and 4 seconds', [on('E')], times(3), 7),
      givenUp('not a fourth time', [on('E')], times(4), 7),
      retried('IntervalSeconds', [on('E', { IntervalSeconds: 5 })], times(2), 15),
      retried('BackoffRate', [on('E', { BackoffRate: 3 })], times(3), 13),
      retried('BackoffRate 1', [on('E', { BackoffRate: 1, IntervalSeconds: 2 })], times(3), 6),
      retried('BackoffRate that is a fraction', [on('E', { BackoffRate: 1.5, IntervalSeconds: 2 })], times(2), 5),
      retried(
        'MaxDelaySeconds',
        [on('E', { IntervalSeconds: 3, MaxDelaySeconds: 5, MaxAttempts: 4 })],
        times(4),
        3 + 5 + 5 + 5,
      ),
      retried('JitterStrategy NONE', [on('E', { JitterStrategy: 'NONE', IntervalSeconds: 2 })], times(1), 2),
      givenUp('MaxAttempts', [on('E', { MaxAttempts: 1 })], times(2), 1),
      givenUp('MaxAttempts 0', [on('E', { MaxAttempts: 0 })], times(1), 0),
    ]),
    proved('Retry: which retrier', [
      retried('each counts on its own', [on('E', { MaxAttempts: 1 }), on('F', { MaxAttempts: 1 })], ['E', 'F'], 2),
      givenUp('each gives up on its own', [on('E', { MaxAttempts: 1 }), on('F')], ['F', 'E', 'E'], 2),
      retried('the first that names the error', [on('E', { IntervalSeconds: 9 }), on('States.ALL')], ['E'], 9),
      givenUp('no other than the first', [on('E', { MaxAttempts: 1 }), on('States.ALL')], ['E', 'E'], 1),
      retried('States.ALL', [on('X'), on('States.ALL')], ['E'], 1),
      retried('States.TaskFailed', [on('States.TaskFailed')], ['E'], 1),
      retried('one of several names', [{ ErrorEquals: ['X', 'E'] }], ['E'], 1),
      givenUp('none that names the error', [on('X')], ['E'], 0),
      givenUp('never part of a name', [on('Lambda')], ['Lambda.Unknown'], 0),
    ]),
    proved('Catch: which catcher', [
      caught('by name', [on('E', { Next: 'A' })]),
      caught('the first that names the error', [
        on('X', { Next: 'B' }),
        on('E', { Next: 'A' }),
        on('States.ALL', { Next: 'C' }),
      ]),
      caught('States.ALL', [on('X', { Next: 'B' }), on('States.ALL', { Next: 'A' })]),
      caught('States.TaskFailed', [on('States.TaskFailed', { Next: 'A' })]),
      caught('one of several names', [{ ErrorEquals: ['X', 'E'], Next: 'A' }]),
      uncaught('none that names the error', [on('X', { Next: 'A' })], 'E'),
      uncaught('States.TaskFailed is no States.Timeout', [on('States.TaskFailed', { Next: 'A' })], 'States.Timeout'),
    ]),
    proved('Catch: what it hands on', [
      caught(
        'Output',
        [on('E', { Output: { e: '{% $states.errorOutput.Error %}', i: '{% $states.input %}' }, Next: 'A' })],
        {
          input: 1,
          output: { e: 'E', i: 1 },
        },
      ),
      caught('Assign', [on('E', { Assign: { e: '{% $states.errorOutput %}' }, Next: 'A' })], {
        assigned: { e: { Error: 'E', Cause: 'why' } },
      }),
      caught('Output of the catcher and not of the state', [on('E', { Next: 'A' })], { state: { Output: 1 } }),
      caught('Assign of the catcher and not of the state', [on('E', { Assign: { c: 1 }, Next: 'A' })], {
        state: { Assign: { s: 1 } },
        assigned: { c: 1 },
      }),
      caught('ResultPath', [on('E', { ResultPath: '$.e', Next: 'A' })], {
        language: 'JSONPath',
        input: { a: 1 },
        output: { a: 1, e: { Error: 'E', Cause: 'why' } },
      }),
      caught('ResultPath null', [on('E', { ResultPath: null, Next: 'A' })], {
        language: 'JSONPath',
        input: { a: 1 },
        output: { a: 1 },
      }),
      caught('ResultPath goes into the raw input', [on('E', { ResultPath: '$.e.deep', Next: 'A' })], {
        language: 'JSONPath',
        input: { a: { b: 1 } },
        state: { InputPath: '$.a' },
        output: { a: { b: 1 }, e: { deep: { Error: 'E', Cause: 'why' } } },
      }),
      caught('neither ResultSelector nor OutputPath', [on('E', { Next: 'A' })], {
        language: 'JSONPath',
        state: { ResultSelector: { 'x.$': '$.nope' }, OutputPath: '$.nope' },
      }),
      caught('Assign in JSONPath', [on('E', { Assign: { 'e.$': '$.Error' }, Next: 'A' })], {
        language: 'JSONPath',
        assigned: { e: 'E' },
      }),
    ]),
    proved('Retry before Catch', [
      {
        name: 'catches what is left when the retries are used up',
        definition: {
          QueryLanguage: 'JSONata',
          StartAt: 'S',
          States: {
            S: {
              Type: 'Task',
              Resource: INVOKE,
              Arguments: CALL,
              Retry: [on('E', { MaxAttempts: 1 })],
              Catch: [on('E', { Output: '{% $states.context.State.RetryCount %}', Next: 'A' })],
              End: true,
            },
            A: { Type: 'Succeed' },
          },
        },
        tasks: failing(['E', 'E']),
        expected: {
          output: 1,
          seconds: 1,
          history: [
            started(),
            entered('Task', 'S', {}),
            ...attempts(['E', 'E']),
            exited('Task', 'S', 1),
            entered('Succeed', 'A', 1),
            exited('Succeed', 'A', 1),
            succeeded(1),
          ],
        },
      },
    ]),
  ],
};
