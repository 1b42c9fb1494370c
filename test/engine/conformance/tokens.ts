import type { Clock, JsonObject, StepFunctionsEngine, TaskHandlers } from '../../../engine/index.ts';
import { INVOKE } from '../run-definition.ts';
import { entered, event, exited, failed, started, succeeded, type ExpectedEvent } from './event.ts';
import { proved, type Case, type FeatureGroup } from './feature.ts';

const CALL = { FunctionName: 'f' };
const TOKEN = { resource: 'invoke.waitForTaskToken', resourceType: 'lambda' };

type Told = (engine: StepFunctionsEngine, taskToken: string) => Promise<unknown>;

/** A function that accepts its request; the token is used at these seconds. */
const telling =
  (...calls: readonly (readonly [seconds: number, told: Told])[]) =>
  (engine: () => StepFunctionsEngine, clock: Clock): TaskHandlers => ({
    f: ({ taskToken = '' }) => {
      const now = clock.now();
      for (const [seconds, told] of calls) {
        clock.at(now + seconds * 1000, () => {
          told(engine(), taskToken).catch(() => undefined);
        });
      }
      return 'accepted';
    },
  });

const waiting = (settings: JsonObject = {}): readonly ExpectedEvent[] => [
  event('TaskScheduled', { ...TOKEN, parameters: JSON.stringify(CALL), region: 'us-east-1', ...settings }),
  event('TaskStarted', TOKEN),
  event('TaskSubmitted', {
    ...TOKEN,
    output: JSON.stringify({ ExecutedVersion: '$LATEST', Payload: 'accepted', StatusCode: 200 }),
    outputDetails: { truncated: false },
  }),
];

const machine = (fields: object = {}): object => ({
  QueryLanguage: 'JSONata',
  StartAt: 'S',
  States: {
    S: { Type: 'Task', Resource: `${INVOKE}.waitForTaskToken`, Arguments: CALL, ...fields, End: true },
    ...(JSON.stringify(fields).includes('"Next":"A"') ? { A: { Type: 'Succeed' } } : {}),
  },
});

const success: Told = (engine, taskToken) => engine.sendTaskSuccess({ taskToken, output: '{"told":1}' });
const beat: Told = (engine, taskToken) => engine.sendTaskHeartbeat({ taskToken });
const failure: Told = (engine, taskToken) => engine.sendTaskFailure({ taskToken, error: 'E', cause: 'why' });

const ends = (
  name: string,
  fields: object,
  settings: JsonObject,
  calls: readonly (readonly [number, Told])[],
  seconds: number,
): Case => ({
  name,
  definition: machine(fields),
  outside: telling(...calls),
  expected: {
    output: { told: 1 },
    seconds,
    history: [
      started(),
      entered('Task', 'S', {}),
      ...waiting(settings),
      event('TaskSucceeded', { ...TOKEN, output: '{"told":1}', outputDetails: { truncated: false } }),
      exited('Task', 'S', { told: 1 }),
      succeeded({ told: 1 }),
    ],
  },
});

const ACTIVITY = 'arn:aws:states:us-east-1:000000000000:activity:work';

/** A worker that takes one task and does this with its token. */
const worker =
  (workerName: string | undefined, told: Told) =>
  async (engine: StepFunctionsEngine): Promise<void> => {
    const { activityArn } = await engine.createActivity({ name: 'work' });
    engine
      .getActivityTask({ activityArn, ...(workerName === undefined ? {} : { workerName }) })
      .then(({ taskToken }) => told(engine, taskToken ?? ''))
      .catch(() => undefined);
  };

const active = (fields: object = {}): object => ({
  QueryLanguage: 'JSONata',
  StartAt: 'S',
  States: { S: { Type: 'Task', Resource: ACTIVITY, Arguments: { n: 1 }, ...fields, End: true } },
});

const scheduled = (settings: JsonObject = {}): ExpectedEvent =>
  event('ActivityScheduled', { resource: ACTIVITY, input: '{"n":1}', inputDetails: { truncated: false }, ...settings });

export const tokens: FeatureGroup = {
  title: 'Task tokens and activities',
  features: [
    proved('.waitForTaskToken', [
      ends('waits for SendTaskSuccess', {}, {}, [[30, success]], 30),
      ends(
        'is kept alive by SendTaskHeartbeat',
        { HeartbeatSeconds: 10 },
        { heartbeatInSeconds: 10 },
        [
          [9, beat],
          [18, beat],
          [27, success],
        ],
        27,
      ),
      ends(
        'takes the first answer',
        {},
        {},
        [
          [1, success],
          [2, failure],
        ],
        1,
      ),
      {
        name: 'fails by SendTaskFailure',
        definition: machine(),
        outside: telling([5, failure]),
        expected: {
          error: 'E',
          cause: 'why',
          seconds: 5,
          history: [
            started(),
            entered('Task', 'S', {}),
            ...waiting(),
            event('TaskFailed', { ...TOKEN, error: 'E', cause: 'why' }),
            failed({ error: 'E', cause: 'why' }),
          ],
        },
      },
      {
        name: 'is caught when it fails',
        definition: machine({ Catch: [{ ErrorEquals: ['E'], Next: 'A' }] }),
        outside: telling([5, failure]),
        expected: {
          output: { Error: 'E', Cause: 'why' },
          history: [
            started(),
            entered('Task', 'S', {}),
            ...waiting(),
            event('TaskFailed', { ...TOKEN, error: 'E', cause: 'why' }),
            exited('Task', 'S', { Error: 'E', Cause: 'why' }),
            entered('Succeed', 'A', { Error: 'E', Cause: 'why' }),
            exited('Succeed', 'A', { Error: 'E', Cause: 'why' }),
            succeeded({ Error: 'E', Cause: 'why' }),
          ],
        },
      },
      {
        name: 'gets a token of its own for every attempt',
        definition: machine({ Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1, IntervalSeconds: 2 }] }),
        outside: telling([5, failure]),
        expected: {
          error: 'E',
          cause: 'why',
          seconds: 12,
          history: [
            started(),
            entered('Task', 'S', {}),
            ...waiting(),
            event('TaskFailed', { ...TOKEN, error: 'E', cause: 'why' }),
            ...waiting(),
            event('TaskFailed', { ...TOKEN, error: 'E', cause: 'why' }),
            failed({ error: 'E', cause: 'why' }),
          ],
        },
      },
    ]),
    // Recorded on AWS: localstack, activities/test_activities.
    proved('Activities', [
      {
        name: 'are started by the worker that fetches them',
        definition: active(),
        before: worker('w1', success),
        expected: {
          output: { told: 1 },
          history: [
            started(),
            entered('Task', 'S', {}),
            scheduled(),
            event('ActivityStarted', { workerName: 'w1' }),
            event('ActivitySucceeded', { output: '{"told":1}', outputDetails: { truncated: false } }),
            exited('Task', 'S', { told: 1 }),
            succeeded({ told: 1 }),
          ],
        },
      },
      {
        name: 'are fetched by a worker without a name',
        definition: active({ TimeoutSeconds: 60, HeartbeatSeconds: 10 }),
        before: worker(undefined, success),
        expected: {
          output: { told: 1 },
          history: [
            started(),
            entered('Task', 'S', {}),
            scheduled({ timeoutInSeconds: 60, heartbeatInSeconds: 10 }),
            event('ActivityStarted', {}),
            event('ActivitySucceeded', { output: '{"told":1}', outputDetails: { truncated: false } }),
            exited('Task', 'S', { told: 1 }),
            succeeded({ told: 1 }),
          ],
        },
      },
      {
        name: 'fail as the worker says',
        definition: active(),
        before: worker('w1', failure),
        expected: {
          error: 'E',
          cause: 'why',
          history: [
            started(),
            entered('Task', 'S', {}),
            scheduled(),
            event('ActivityStarted', { workerName: 'w1' }),
            event('ActivityFailed', { error: 'E', cause: 'why' }),
            failed({ error: 'E', cause: 'why' }),
          ],
        },
      },
      {
        name: 'time out so long after a worker has fetched them',
        definition: active({ TimeoutSeconds: 7 }),
        before: worker('w1', async () => undefined),
        expected: {
          error: 'States.Timeout',
          seconds: 7,
          history: [
            started(),
            entered('Task', 'S', {}),
            scheduled({ timeoutInSeconds: 7 }),
            event('ActivityStarted', { workerName: 'w1' }),
            event('ActivityTimedOut', { error: 'States.Timeout' }),
            failed({ error: 'States.Timeout' }),
          ],
        },
      },
      {
        name: 'fail the execution where the activity is not there',
        definition: active(),
        expected: {
          error: 'States.Runtime',
          cause: `An error occurred while executing the state 'S' (entered at the event id #2). The activity ${ACTIVITY} does not exist.`,
          history: [
            started(),
            entered('Task', 'S', {}),
            failed({
              error: 'States.Runtime',
              cause: `An error occurred while executing the state 'S' (entered at the event id #2). The activity ${ACTIVITY} does not exist.`,
            }),
          ],
        },
      },
    ]),
  ],
};
