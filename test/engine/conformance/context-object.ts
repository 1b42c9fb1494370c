import type { Json } from '../../../engine/index.ts';
import { INVOKE } from '../run-definition.ts';
import { entered, event, exited, invoked, invokeFailed, started, succeeded } from './event.ts';
import { proved, type FeatureGroup } from './feature.ts';
import { oneState } from './one-state.ts';

const ID = 'arn:aws:states:us-east-1:000000000000:execution:machine:run';
const MACHINE = { Id: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine', Name: 'machine' };

const execution = (Input: Json): Json => ({
  Id: ID,
  Input,
  StartTime: '1970-01-01T00:00:00.000Z',
  Name: 'run',
  RoleArn: 'arn:aws:iam::000000000000:role/states',
  RedriveCount: 0,
});

const contextOf = (Input: Json, State: Json): Json => ({ Execution: execution(Input), StateMachine: MACHINE, State });

const path = oneState('JSONPath');
const expression = oneState('JSONata');

const PLAIN = contextOf({ a: 1 }, { Name: 'S', EnteredTime: '1970-01-01T00:00:00.000Z' });
const INPUT = { a: 1 };

const task = (Payload: string, more: object = {}): object => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: { FunctionName: 'f', Payload },
  Output: '{% $states.result.Payload %}',
  ...more,
});

export const contextObject: FeatureGroup = {
  title: 'Context object',
  features: [
    // A state that cannot be retried has no RetryCount: recorded on AWS (localstack, assign/test_assign_base).
    proved('Execution, StateMachine, State', [
      expression.gives('in Output', { Type: 'Pass', Output: '{% $states.context %}' }, PLAIN, { input: INPUT }),
      path.gives('in Parameters', { Type: 'Pass', Parameters: { 'c.$': '$$' } }, { c: PLAIN }, { input: INPUT }),
      path.gives('in InputPath', { Type: 'Pass', InputPath: '$$.Execution' }, execution(INPUT), { input: INPUT }),
      path.gives('in OutputPath', { Type: 'Pass', OutputPath: '$$.StateMachine' }, MACHINE, { input: INPUT }),
      path.gives('in Assign', { Type: 'Pass', Assign: { 'id.$': '$$.Execution.Id' } }, INPUT, {
        input: INPUT,
        assigned: { id: ID },
      }),
      expression.gives(
        'of a Succeed state',
        { Type: 'Succeed', Output: '{% $states.context.State %}' },
        { Name: 'S', EnteredTime: '1970-01-01T00:00:00.000Z' },
      ),
      {
        name: 'EnteredTime is that of the state, StartTime that of the execution',
        definition: {
          QueryLanguage: 'JSONata',
          StartAt: 'W',
          States: {
            W: { Type: 'Wait', Seconds: 65, Next: 'S' },
            S: {
              Type: 'Pass',
              Output: '{% [$states.context.State.EnteredTime, $states.context.Execution.StartTime] %}',
              End: true,
            },
          },
        },
        expected: {
          output: ['1970-01-01T00:01:05.000Z', '1970-01-01T00:00:00.000Z'],
          history: [
            started(),
            entered('Wait', 'W', {}),
            exited('Wait', 'W', {}),
            entered('Pass', 'S', {}),
            exited('Pass', 'S', ['1970-01-01T00:01:05.000Z', '1970-01-01T00:00:00.000Z']),
            succeeded(['1970-01-01T00:01:05.000Z', '1970-01-01T00:00:00.000Z']),
          ],
        },
      },
    ]),
    proved('State.RetryCount', [
      {
        name: 'of a Task counts its retries, in Arguments, Output and Assign',
        definition: {
          QueryLanguage: 'JSONata',
          StartAt: 'S',
          States: {
            S: task('{% $states.context.State.RetryCount %}', {
              Retry: [{ ErrorEquals: ['RangeError'] }],
              Assign: { count: '{% $states.context.State.RetryCount %}' },
              End: true,
            }),
          },
        },
        tasks: {
          f: ({ arguments: given }) => {
            const payload = (given as { Payload: number }).Payload;
            if (payload === 0) throw new RangeError('no');
            return payload;
          },
        },
        expected: {
          output: 1,
          seconds: 1,
          history: [
            started(),
            entered('Task', 'S', {}),
            ...invokeFailed(
              { FunctionName: 'f', Payload: 0 },
              'RangeError',
              '{"errorType":"RangeError","errorMessage":"no"}',
            ),
            ...invoked({ FunctionName: 'f', Payload: 1 }, 1),
            exited('Task', 'S', 1, { assigned: { count: 1 } }),
            succeeded(1),
          ],
        },
      },
    ]),
    proved('Map.Item', [
      {
        name: 'in the states of an iteration',
        definition: {
          QueryLanguage: 'JSONata',
          StartAt: 'M',
          States: {
            M: {
              Type: 'Map',
              Items: '{% $states.input.list %}',
              ItemProcessor: {
                StartAt: 'I',
                States: { I: { Type: 'Pass', Output: '{% $states.context.Map %}', End: true } },
              },
              Output: '{% [$states.result, $exists($states.context.Map)] %}',
              End: true,
            },
          },
        },
        input: { list: ['x'] },
        expected: {
          output: [{ Item: { Index: 0, Value: 'x' } }, false],
          history: [
            started({ list: ['x'] }),
            entered('Map', 'M', { list: ['x'] }),
            event('MapStateStarted', { length: 1 }),
            event('MapIterationStarted', { name: 'M', index: 0 }),
            entered('Pass', 'I', 'x'),
            exited('Pass', 'I', { Item: { Index: 0, Value: 'x' } }),
            event('MapIterationSucceeded', { name: 'M', index: 0 }),
            event('MapStateSucceeded'),
            exited('Map', 'M', [{ Item: { Index: 0, Value: 'x' } }, false], { previousEventId: 7 }),
            succeeded([{ Item: { Index: 0, Value: 'x' } }, false]),
          ],
        },
      },
      {
        name: 'in a Parallel inside of an iteration, with the whole input of the execution',
        definition: {
          StartAt: 'M',
          States: {
            M: {
              Type: 'Map',
              ItemProcessor: {
                StartAt: 'P',
                States: {
                  P: {
                    Type: 'Parallel',
                    Branches: [
                      {
                        StartAt: 'I',
                        States: {
                          I: {
                            Type: 'Pass',
                            Parameters: {
                              'i.$': '$$.Map.Item.Index',
                              'v.$': '$$.Map.Item.Value',
                              'all.$': '$$.Execution.Input',
                            },
                            End: true,
                          },
                        },
                      },
                    ],
                    End: true,
                  },
                },
              },
              End: true,
            },
          },
        },
        input: [7],
        expected: {
          output: [[{ i: 0, v: 7, all: [7] }]],
          history: [
            started([7]),
            entered('Map', 'M', [7]),
            event('MapStateStarted', { length: 1 }),
            event('MapIterationStarted', { name: 'M', index: 0 }),
            entered('Parallel', 'P', 7),
            event('ParallelStateStarted'),
            entered('Pass', 'I', 7),
            exited('Pass', 'I', { i: 0, v: 7, all: [7] }),
            event('ParallelStateSucceeded'),
            exited('Parallel', 'P', [{ i: 0, v: 7, all: [7] }], { previousEventId: 8 }),
            event('MapIterationSucceeded', { name: 'M', index: 0 }),
            event('MapStateSucceeded'),
            exited('Map', 'M', [[{ i: 0, v: 7, all: [7] }]], { previousEventId: 11 }),
            succeeded([[{ i: 0, v: 7, all: [7] }]]),
          ],
        },
      },
    ]),
  ],
};
