import type { Json, JsonObject, TaskHandlers } from '../../../engine/index.ts';
import { INVOKE } from '../run-definition.ts';
import { entered, event, exited, failed, invoked, invoking, started, succeeded, type ExpectedEvent } from './event.ts';
import { proved, type Case, type FeatureGroup } from './feature.ts';
import { oneState } from './one-state.ts';

const CALL = { FunctionName: 'f' };

/** A function that takes this long. */
const taking = (seconds: number): TaskHandlers => ({
  f: async ({ sleep }) => {
    await sleep(seconds);
    return 1;
  },
});

const ANSWER = { ExecutedVersion: '$LATEST', Payload: 1, StatusCode: 200 };
const TIMED_OUT = event('TaskTimedOut', { resource: 'invoke', resourceType: 'lambda', error: 'States.Timeout' });

const machine = (language: 'JSONPath' | 'JSONata', fields: object, more: object = {}): object => ({
  ...(language === 'JSONata' ? { QueryLanguage: language } : {}),
  StartAt: 'S',
  ...more,
  States: {
    S: {
      Type: 'Task',
      Resource: INVOKE,
      [language === 'JSONata' ? 'Arguments' : 'Parameters']: CALL,
      ...fields,
      End: true,
    },
  },
});

/** A task of 9 seconds that is given `timeoutInSeconds`, and ends with them. */
const endsAfter = (
  language: 'JSONPath' | 'JSONata',
  name: string,
  fields: object,
  seconds: number,
  input: Json = {},
): Case => ({
  name,
  definition: machine(language, fields),
  input,
  tasks: taking(9),
  expected: {
    error: 'States.Timeout',
    seconds,
    history: [
      started(input),
      entered('Task', 'S', input),
      ...invoking(CALL, { timeoutInSeconds: seconds }),
      TIMED_OUT,
      failed({ error: 'States.Timeout' }),
    ],
  },
});

const token = { resource: 'invoke.waitForTaskToken', resourceType: 'lambda' };

/** Waits for a task token that nobody sends. */
const waitsFor = (name: string, fields: object, seconds: number, settings: JsonObject): Case => ({
  name,
  definition: {
    QueryLanguage: 'JSONata',
    StartAt: 'S',
    States: { S: { Type: 'Task', Resource: `${INVOKE}.waitForTaskToken`, Arguments: CALL, ...fields, End: true } },
  },
  tasks: { f: () => 'accepted' },
  expected: {
    error: 'States.Timeout',
    seconds,
    history: [
      started(),
      entered('Task', 'S', {}),
      event('TaskScheduled', { ...token, parameters: JSON.stringify(CALL), region: 'us-east-1', ...settings }),
      event('TaskStarted', token),
      event('TaskSubmitted', {
        ...token,
        output: JSON.stringify({ ExecutedVersion: '$LATEST', Payload: 'accepted', StatusCode: 200 }),
        outputDetails: { truncated: false },
      }),
      event('TaskTimedOut', { ...token, error: 'States.Timeout' }),
      failed({ error: 'States.Timeout' }),
    ],
  },
});

const caughtAs = (ErrorEquals: readonly string[]): Case => ({
  name: `is caught as ${ErrorEquals.join()}`,
  definition: {
    QueryLanguage: 'JSONata',
    StartAt: 'S',
    States: {
      S: {
        Type: 'Task',
        Resource: INVOKE,
        Arguments: CALL,
        TimeoutSeconds: 2,
        Catch: [{ ErrorEquals, Next: 'A' }],
        End: true,
      },
      A: { Type: 'Succeed' },
    },
  },
  tasks: taking(9),
  expected: {
    output: { Error: 'States.Timeout', Cause: '' },
    seconds: 2,
    history: [
      started(),
      entered('Task', 'S', {}),
      ...invoking(CALL, { timeoutInSeconds: 2 }),
      TIMED_OUT,
      exited('Task', 'S', { Error: 'States.Timeout', Cause: '' }),
      entered('Succeed', 'A', { Error: 'States.Timeout', Cause: '' }),
      exited('Succeed', 'A', { Error: 'States.Timeout', Cause: '' }),
      succeeded({ Error: 'States.Timeout', Cause: '' }),
    ],
  },
});

const inTime: readonly ExpectedEvent[] = [
  started(),
  entered('Task', 'S', {}),
  ...invoking(CALL, { timeoutInSeconds: 10 }),
  ...invoked(CALL, 1).slice(2),
  exited('Task', 'S', ANSWER),
  succeeded(ANSWER),
];

const path = oneState('JSONPath');
const expression = oneState('JSONata');

export const timeouts: FeatureGroup = {
  title: 'Timeouts',
  features: [
    proved('TimeoutSeconds of a Task', [
      endsAfter('JSONata', 'as a number', { TimeoutSeconds: 3 }, 3),
      endsAfter('JSONata', 'as an expression', { TimeoutSeconds: '{% $states.input.t * 2 %}' }, 4, { t: 2 }),
      endsAfter('JSONPath', 'as a number', { TimeoutSeconds: 5 }, 5),
      endsAfter('JSONPath', 'by path', { TimeoutSecondsPath: '$.t' }, 6, { t: 6 }),
      {
        name: 'that is not reached',
        definition: machine('JSONata', { TimeoutSeconds: 10 }),
        tasks: taking(9),
        expected: { output: ANSWER, seconds: 9, history: inTime },
      },
      {
        name: 'begins anew with every attempt',
        definition: machine('JSONata', {
          TimeoutSeconds: 3,
          Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1, IntervalSeconds: 1 }],
        }),
        tasks: taking(9),
        expected: {
          error: 'States.Timeout',
          seconds: 7,
          history: [
            started(),
            entered('Task', 'S', {}),
            ...invoking(CALL, { timeoutInSeconds: 3 }),
            TIMED_OUT,
            ...invoking(CALL, { timeoutInSeconds: 3 }),
            TIMED_OUT,
            failed({ error: 'States.Timeout' }),
          ],
        },
      },
      caughtAs(['States.Timeout']),
      caughtAs(['States.ALL']),
      path.fails(
        'by a path that leads nowhere',
        { Type: 'Task', Resource: INVOKE, Parameters: CALL, TimeoutSecondsPath: '$.t' },
        'States.Runtime',
        `Invalid path '$.t' : No results for path: $['t']`,
      ),
      expression.fails(
        'as an expression of a text',
        { Type: 'Task', Resource: INVOKE, Arguments: CALL, TimeoutSeconds: '{% "1" %}' },
        'States.QueryEvaluationError',
        `The JSONata expression '"1"' specified for the field 'TimeoutSeconds' returned an unexpected result type. Expected 'integer', but was 'string' for value: "1"`,
        { location: 'TimeoutSeconds' },
      ),
    ]),
    proved('HeartbeatSeconds', [
      waitsFor('as a number', { HeartbeatSeconds: 4 }, 4, { heartbeatInSeconds: 4 }),
      waitsFor('as an expression', { HeartbeatSeconds: '{% 2 + 3 %}' }, 5, { heartbeatInSeconds: 5 }),
      waitsFor('before the timeout', { HeartbeatSeconds: 4, TimeoutSeconds: 60 }, 4, {
        timeoutInSeconds: 60,
        heartbeatInSeconds: 4,
      }),
      waitsFor('without one, until the timeout', { TimeoutSeconds: 60 }, 60, { timeoutInSeconds: 60 }),
    ]),
    proved('TimeoutSeconds of a machine', [
      {
        name: 'ends the execution, whatever it does',
        definition: { ...machine('JSONata', {}), TimeoutSeconds: 4 },
        tasks: taking(9),
        expected: {
          status: 'TIMED_OUT',
          seconds: 4,
          history: [
            started(),
            entered('Task', 'S', {}),
            ...invoking(CALL),
            event('ExecutionTimedOut', { error: 'States.Timeout' }, 0),
          ],
        },
      },
      {
        name: 'is not caught',
        definition: {
          QueryLanguage: 'JSONata',
          TimeoutSeconds: 4,
          StartAt: 'P',
          States: {
            P: {
              Type: 'Parallel',
              Branches: [{ StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 9, End: true } } }],
              Catch: [{ ErrorEquals: ['States.ALL'], Next: 'A' }],
              End: true,
            },
            A: { Type: 'Succeed' },
          },
        },
        expected: {
          status: 'TIMED_OUT',
          seconds: 4,
          history: [
            started(),
            entered('Parallel', 'P', {}),
            event('ParallelStateStarted'),
            entered('Wait', 'W', {}),
            event('ExecutionTimedOut', { error: 'States.Timeout' }, 0),
          ],
        },
      },
    ]),
  ],
};
