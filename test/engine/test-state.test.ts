import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLE } from './run-definition.ts';
import { openWire, refused, type WireClient } from './wire-client.ts';

let wire: WireClient;

beforeAll(async () => {
  wire = await openWire({ tasks: { work: ({ arguments: given }) => ({ given }) } });
});

afterAll(() => wire.close());

const test = (state: object, extra: object = {}): ReturnType<WireClient['call']> =>
  wire.call('TestState', { definition: JSON.stringify(state), roleArn: ROLE, ...extra });

const values = '{"Values":["first","second","third"]}';

const mapState = {
  Type: 'Map',
  QueryLanguage: 'JSONata',
  Items: '{% $states.input.Values %}',
  ToleratedFailureCount: 1,
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Inner',
    States: { Inner: { Type: 'Pass', End: true } },
  },
  End: true,
};

const lambda = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'work', 'Payload.$': '$.data' },
  InputPath: '$.inner',
  ResultSelector: { 'out.$': '$.Payload' },
  ResultPath: '$.result',
  OutputPath: '$.result',
  Next: 'After',
};

describe('TestState', () => {
  it('shows the data at every stage of a JSONPath state', async () => {
    const input = '{"inner":{"data":[1]}}';
    const answer = await test(lambda, { input, inspectionLevel: 'DEBUG', mock: { result: '{"Payload":"done"}' } });
    expect(answer).toStrictEqual({
      status: 200,
      body: {
        output: '{"out":"done"}',
        inspectionData: {
          input,
          afterInputPath: '{"data":[1]}',
          afterParameters: '{"FunctionName":"work","Payload":[1]}',
          result: '{"Payload":"done"}',
          afterResultSelector: '{"out":"done"}',
          afterResultPath: '{"inner":{"data":[1]},"result":{"out":"done"}}',
        },
        nextState: 'After',
        status: 'SUCCEEDED',
      },
    });
    expect((await test(lambda, { input, mock: { result: '{"Payload":"done"}' } })).body).toStrictEqual({
      output: '{"out":"done"}',
      nextState: 'After',
      status: 'SUCCEEDED',
    });
  });

  it('runs a task for real without a mock, with variables', async () => {
    const state = {
      Type: 'Task',
      QueryLanguage: 'JSONata',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'work', Payload: '{% $factor * $states.input.n %}' },
      Output: '{% $states.result.Payload.given.Payload %}',
      Assign: { seen: '{% $states.input.n %}' },
      End: true,
    };
    const { body } = await test(state, { input: '{"n":4}', variables: '{"factor":10}', inspectionLevel: 'TRACE' });
    expect(body).toStrictEqual({
      output: '40',
      inspectionData: {
        input: '{"n":4}',
        afterArguments: '{"FunctionName":"work","Payload":40}',
        result:
          '{"ExecutedVersion":"$LATEST","Payload":{"given":{"FunctionName":"work","Payload":40}},"StatusCode":200}',
        variables: '{"factor":10,"seen":4}',
      },
      status: 'SUCCEEDED',
    });
  });

  it('says which retrier or catcher takes an error', async () => {
    const state = {
      ...lambda,
      Retry: [
        { ErrorEquals: ['Other'] },
        { ErrorEquals: ['Broken'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 2 },
      ],
      Catch: [
        { ErrorEquals: ['Other'], Next: 'Nowhere' },
        { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Handle' },
      ],
    };
    const input = '{"inner":{"data":1}}';
    const mock = { errorOutput: { error: 'Broken', cause: 'why' } };
    const at = async (retrierRetryCount: number): Promise<unknown> => {
      const { body } = await test(state, {
        input,
        mock,
        inspectionLevel: 'DEBUG',
        stateConfiguration: { retrierRetryCount },
      });
      const { inspectionData, ...rest } = body;
      return { ...rest, errorDetails: (inspectionData as { errorDetails?: object }).errorDetails };
    };
    expect([await at(0), await at(1), await at(2)]).toStrictEqual([
      {
        error: 'Broken',
        cause: 'why',
        status: 'RETRIABLE',
        errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 2 },
      },
      {
        error: 'Broken',
        cause: 'why',
        status: 'RETRIABLE',
        errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 6 },
      },
      {
        error: 'Broken',
        cause: 'why',
        status: 'CAUGHT_ERROR',
        output: '{"inner":{"data":1},"error":{"Error":"Broken","Cause":"why"}}',
        nextState: 'Handle',
        errorDetails: { catchIndex: 1 },
      },
    ]);
  });

  it('takes a Map or a Parallel as one piece', async () => {
    const result = '[1,1,1]';
    const below = await test(mapState, { input: values, mock: { result }, inspectionLevel: 'DEBUG' });
    const above = await test(
      { ...mapState, Catch: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], Next: 'Handle' }] },
      { input: values, mock: { result }, stateConfiguration: { mapIterationFailureCount: 2 } },
    );
    const branch = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
    const parallel = await test({ Type: 'Parallel', Branches: [branch], End: true }, { mock: { result: '[7]' } });
    expect([below.body, above.body, parallel.body]).toStrictEqual([
      {
        output: result,
        inspectionData: { input: values, maxConcurrency: 0, toleratedFailureCount: 1 },
        status: 'SUCCEEDED',
      },
      {
        error: 'States.ExceedToleratedFailureThreshold',
        cause: 'The specified tolerated failure threshold was exceeded',
        output:
          '{"Error":"States.ExceedToleratedFailureThreshold","Cause":"The specified tolerated failure threshold was exceeded"}',
        nextState: 'Handle',
        status: 'CAUGHT_ERROR',
      },
      { output: '[7]', status: 'SUCCEEDED' },
    ]);
  });

  it('tests a state by its name in a whole machine, with a context', async () => {
    const definition = JSON.stringify({
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Next: 'Fan' },
        Fan: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'Wait for it',
              States: {
                'Wait for it': {
                  Type: 'Task',
                  Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
                  Parameters: { QueueUrl: 'q', MessageBody: { 'token.$': '$$.Task.Token', 'id.$': '$$.Execution.Id' } },
                  End: true,
                },
              },
            },
          ],
          End: true,
        },
      },
    });
    const { body } = await wire.call('TestState', {
      definition,
      stateName: 'Wait for it',
      mock: { result: '{"told":true}' },
      context: '{"Task":{"Token":"abcd123"},"Execution":{"Id":"arn:x"}}',
      inspectionLevel: 'DEBUG',
    });
    expect(body).toStrictEqual({
      output: '{"told":true}',
      inspectionData: {
        input: '{}',
        afterInputPath: '{}',
        afterParameters: '{"QueueUrl":"q","MessageBody":{"token":"abcd123","id":"arn:x"}}',
        result: '{"told":true}',
        afterResultSelector: '{"told":true}',
        afterResultPath: '{"told":true}',
      },
      status: 'SUCCEEDED',
    });
  });

  it('evaluates Choice, Wait, Pass, Succeed and Fail', async () => {
    const choice = {
      Type: 'Choice',
      Choices: [{ Variable: '$.n', NumericGreaterThan: 1, Next: 'Big' }],
      Default: 'Small',
    };
    const answers = [
      await test(choice, { input: '{"n":2}' }),
      await test(choice, { input: '{"n":0}' }),
      await test({ Type: 'Wait', Seconds: 0, Next: 'Then' }),
      await test({ Type: 'Pass', Result: 1, Next: 'Then' }),
      await test({ Type: 'Succeed' }, { input: '[1]' }),
      await test({ Type: 'Fail', Error: 'E', Cause: 'c' }),
      await test({ Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $x() %}', End: true }),
    ];
    const last = answers.pop();
    expect(answers.map(({ body }) => body)).toStrictEqual([
      { output: '{"n":2}', nextState: 'Big', status: 'SUCCEEDED' },
      { output: '{"n":0}', nextState: 'Small', status: 'SUCCEEDED' },
      { output: '{}', nextState: 'Then', status: 'SUCCEEDED' },
      { output: '1', nextState: 'Then', status: 'SUCCEEDED' },
      { output: '[1]', status: 'SUCCEEDED' },
      { error: 'E', cause: 'c', status: 'FAILED' },
    ]);
    expect([last?.body['status'], last?.body['error']]).toStrictEqual(['FAILED', 'States.QueryEvaluationError']);
  });

  const dynamo = {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:sfn:startExecution',
    Parameters: { StateMachineArn: 'a' },
    End: true,
  };

  it.each([
    [
      'a mock of a Pass',
      { Type: 'Pass', End: true },
      { mock: { result: '1' } },
      `State type 'Pass' is not supported when a mock is specified`,
    ],
    [
      'a mock of both',
      lambda,
      { mock: { result: '1', errorOutput: {} } },
      'A test mock should have only one of the following fields: [result, errorOutput].',
    ],
    [
      'secrets with a mock',
      lambda,
      { mock: { result: '1' }, revealSecrets: true },
      'TestState does not support RevealSecrets when a mock is specified.',
    ],
    ['a mock that is no array', mapState, { mock: { result: '{}' } }, 'Mocked result must be an array.'],
    [
      'a mock that is no object',
      { ...mapState, ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'b' } } },
      { mock: { result: '[]' } },
      'Mocked result must be a JSON object.',
    ],
    [
      'too few branches',
      { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: { Type: 'Succeed' } } }], End: true },
      { mock: { result: '[]' } },
      'Mocked result must contain the same number of items as number of Parallel branches.',
    ],
    [
      'a mock without what is required',
      dynamo,
      { mock: { result: '{"StartDate":"now"}' } },
      `Mock result schema validation error: Required field 'ExecutionArn' is missing`,
    ],
    [
      'a mock of the wrong type',
      dynamo,
      { mock: { result: '{"ExecutionArn":1}', fieldValidationMode: 'PRESENT' } },
      `Mock result schema validation error: Field 'ExecutionArn' must be a string`,
    ],
    [
      'a Map in the context',
      lambda,
      { mock: { result: '{}' }, context: '{"Map":{}}' },
      `Invalid Context object provided: 'Map' field is not supported when mocking a Context object`,
    ],
    [
      'an unknown field in the context',
      lambda,
      { mock: { result: '{}' }, context: '{"Execution":{"pokemon":1}}' },
      `Invalid Context object provided: Field 'pokemon' is not allowed`,
    ],
    [
      'a wrong type in the context',
      lambda,
      { mock: { result: '{}' }, context: '{"Execution":{"Id":1}}' },
      'Invalid Context object provided: Execution.Id must be a string',
    ],
    [
      'a token where none is waited for',
      lambda,
      { mock: { result: '{}' }, context: '{"Task":{"Token":"t"}}' },
      `Invalid Context object provided: Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern`,
    ],
  ])('refuses %s', async (_what, state, extra, message) => {
    expect(await test(state, extra)).toStrictEqual(refused('ValidationException', message));
  });

  it('lets a mock pass unchecked with NONE, and without its required fields with PRESENT', async () => {
    const none = await test(dynamo, { mock: { result: '{"ExecutionArn":1}', fieldValidationMode: 'NONE' } });
    const present = await test(dynamo, { mock: { result: '{"Unknown":1}', fieldValidationMode: 'PRESENT' } });
    expect([none.body, present.body]).toStrictEqual([
      { output: '{"ExecutionArn":1}', status: 'SUCCEEDED' },
      { output: '{"Unknown":1}', status: 'SUCCEEDED' },
    ]);
  });

  it('needs a mock for what is no single state, and a state that there is', async () => {
    const composite = refused(
      'InvalidDefinition',
      'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
    );
    const machine = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Succeed' } } });
    expect([await test(mapState), await wire.call('TestState', { definition: machine, stateName: 'B' })]).toStrictEqual(
      [composite, refused('ValidationException', 'State not found in definition')],
    );
  });
});
