import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StepFunctionsEngine, type Json } from '../../engine/index.ts';
import { INVOKE, ROLE, single } from './run-definition.ts';

const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

let deaths = 0;

/** Lambda's Invoke by its wire protocol: the function's name says what happens. */
const lambda = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const payload = Buffer.concat(chunks).toString();
    const signed = request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=key/') === true;
    if (request.url?.includes('/functions/fails/') === true) {
      response.writeHead(200, { 'x-amz-function-error': 'Unhandled' });
      response.end('{"errorType":"ValueError","errorMessage":"no","trace":[]}');
    } else if (request.url?.includes('/functions/silent/') === true) {
      response.writeHead(200, { 'x-amz-function-error': 'Unhandled' });
      response.end('{"errorMessage":"Task timed out after 1.00 seconds"}');
    } else if (request.url?.includes('/functions/dies/') === true) {
      deaths++;
      response.writeHead(200, { 'content-length': 100 });
      response.write('half');
      setImmediate(() => request.socket.resetAndDestroy());
    } else if (request.url?.includes('/functions/busy/') === true) {
      response.writeHead(429, { 'x-amzn-errortype': 'TooManyRequestsException', 'x-amzn-requestid': 'r-1' });
      response.end('{"Reason":"ConcurrentInvocationLimitExceeded","message":"Rate exceeded"}');
    } else {
      response.writeHead(200, { 'x-amz-executed-version': '$LATEST' });
      response.end(JSON.stringify({ got: JSON.parse(payload) as Json, signed, url: request.url }));
    }
  });
});

// dynalite has no types.
const dynalite = createRequire(import.meta.url)('dynalite') as (options: object) => Server;

const database = dynalite({ createTableMs: 0 });
let storage: FauxqsServer;
let engine: StepFunctionsEngine;
let s3: S3Client;

beforeAll(async () => {
  database.listen(0, '127.0.0.1');
  lambda.listen(0, '127.0.0.1');
  await Promise.all([once(database, 'listening'), once(lambda, 'listening')]);
  storage = await startFauxqs({ port: 0, logger: false });
  const endpoints = {
    dynamodb: addressOf(database),
    lambda: addressOf(lambda),
    s3: `http://127.0.0.1:${storage.port}`,
  };
  engine = new StepFunctionsEngine({ endpoints, credentials });
  const region = 'us-east-1';
  s3 = new S3Client({ region, endpoint: endpoints.s3, credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  const dynamodb = new DynamoDBClient({ region, endpoint: endpoints.dynamodb, credentials });
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'table',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  dynamodb.destroy();
});

afterAll(async () => {
  await engine.close();
  s3.destroy();
  await storage.stop();
  lambda.close();
  database.close();
});

let machines = 0;

const run = async (
  definition: object,
  input: Json = {},
): Promise<{
  output: Json | undefined;
  error: string | undefined;
  cause: string | undefined;
  events: readonly (string | undefined)[];
}> => {
  const { stateMachineArn } = await engine.createStateMachine({
    name: `m${machines++}`,
    definition: JSON.stringify(definition),
    roleArn: ROLE,
  });
  const { executionArn } = await engine.startExecution({ stateMachineArn, input: JSON.stringify(input) });
  const { output, error, cause } = await engine.waitForExecution(executionArn ?? '');
  const { events = [] } = await engine.getExecutionHistory({ executionArn, maxResults: 1000 });
  return {
    output: output === undefined ? undefined : (JSON.parse(output) as Json),
    error,
    cause,
    events: events.map(({ type }) => type),
  };
};

const invoke = (FunctionName: string): object =>
  single({ Type: 'Task', Resource: INVOKE, Arguments: { FunctionName, Payload: { a: 1 } } });

describe('Lambda', () => {
  it('is invoked by its wire protocol, signed', async () => {
    const { output } = await run(invoke('arn:aws:lambda:us-east-1:000000000000:function:works'));
    expect(output).toMatchObject({
      ExecutedVersion: '$LATEST',
      SdkHttpMetadata: {
        AllHttpHeaders: { 'X-Amz-Executed-Version': ['$LATEST'] },
        HttpHeaders: { 'X-Amz-Executed-Version': '$LATEST' },
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: '' },
      Payload: {
        got: { a: 1 },
        signed: true,
        url: '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Aworks/invocations',
      },
      StatusCode: 200,
    });
  });

  it.each([
    ['fails', 'ValueError', '{"errorType":"ValueError","errorMessage":"no","trace":[]}'],
    [
      'silent',
      'Lambda.Unknown',
      'The cause could not be determined because Lambda did not return an error type. Returned payload: {"errorMessage":"Task timed out after 1.00 seconds"}',
    ],
    [
      'busy',
      'Lambda.TooManyRequestsException',
      'Rate exceeded (Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException; Request ID: r-1; Proxy: null)',
    ],
  ])('that %s gives %s', async (name, error, cause) => {
    const failed = await run(invoke(name));
    expect([failed.error, failed.cause, failed.events.at(-2)]).toStrictEqual([error, cause, 'TaskFailed']);
  });

  it('is delivered once when its connection breaks in the midst of the answer', async () => {
    // The first call leaves a connection to be used again.
    await run(invoke('works'));
    deaths = 0;
    const { error } = await run(invoke('dies'));
    expect([error, deaths]).toStrictEqual(['Lambda.SdkClientException', 1]);
  });

  it('is called by the generic integration too', async () => {
    const { output } = await run(
      single({
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:lambda:invoke',
        Arguments: { FunctionName: 'works', Payload: { a: 1 } },
      }),
    );
    expect(JSON.parse((output as { Payload: string }).Payload)).toMatchObject({ got: { a: 1 } });
  });
});

describe('DynamoDB', () => {
  const update = (resource: string, extra: object): object => ({
    Type: 'Task',
    Resource: resource,
    Arguments: {
      TableName: 'table',
      Key: { id: { S: '{% $states.context.Execution.Name %}' } },
      UpdateExpression: 'SET fate = :fate',
      ExpressionAttributeValues: { ':fate': { S: 'ok' } },
      ...extra,
    },
  });

  it('writes and reads items', async () => {
    const { output } = await run({
      QueryLanguage: 'JSONata',
      StartAt: 'Put',
      States: {
        Put: {
          Type: 'Task',
          Resource: 'arn:aws:states:::dynamodb:putItem',
          Arguments: {
            TableName: 'table',
            Item: { id: { S: 'x' }, n: { N: '1' }, b: { B: 'aGk=' }, m: { M: { deep: { L: [{ BOOL: true }] } } } },
          },
          Next: 'Get',
        },
        Get: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem',
          Arguments: { TableName: 'table', ConsistentRead: true, Key: { id: { S: 'x' } } },
          End: true,
        },
      },
    });
    // The generic integrations have the names of the SDK for Java.
    expect(output).toStrictEqual({
      Item: { id: { S: 'x' }, n: { N: '1' }, b: { B: 'aGk=' }, m: { M: { deep: { L: [{ Bool: true }] } } } },
    });
  });

  it.each([
    [
      'arn:aws:states:::aws-sdk:dynamodb:updateItem',
      { ConditionExpression: 'attribute_exists(fate)' },
      'DynamoDb.ConditionalCheckFailedException',
    ],
    [
      'arn:aws:states:::dynamodb:updateItem',
      { ConditionExpression: 'attribute_exists(fate)' },
      'DynamoDB.ConditionalCheckFailedException',
    ],
    [
      'arn:aws:states:::aws-sdk:dynamodb:updateItem',
      { TableName: 'nothing-here' },
      'DynamoDb.ResourceNotFoundException',
    ],
    ['arn:aws:states:::aws-sdk:dynamodb:updateItem', { UpdateExpression: 'WHAT' }, 'DynamoDb.DynamoDbException'],
    ['arn:aws:states:::aws-sdk:dynamodb:updateItem', { Nothing: 1 }, 'States.Runtime'],
  ])('%s with %o fails as %s', async (resource, extra, error) => {
    expect((await run(single(update(resource, extra)))).error).toBe(error);
  });

  it('lets one branch wake another through an item and a task token', async () => {
    const wait = update('arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken', {
      UpdateExpression: 'SET t_w = :token',
      ConditionExpression: 'attribute_not_exists(fate)',
      ExpressionAttributeValues: { ':token': { S: '{% $states.context.Task.Token %}' } },
    });
    const signal = update('arn:aws:states:::aws-sdk:dynamodb:updateItem', { ReturnValues: 'ALL_OLD' });
    const { output } = await run(
      single({
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'Wait',
            States: {
              Wait: {
                ...wait,
                TimeoutSeconds: 20,
                Catch: [{ ErrorEquals: ['DynamoDb.ConditionalCheckFailedException'], Output: 'late', Next: 'Go' }],
                Next: 'Go',
              },
              Go: { Type: 'Succeed' },
            },
          },
          {
            StartAt: 'Work',
            States: {
              Work: { Type: 'Wait', Seconds: 1, Next: 'Signal' },
              Signal: { ...signal, Assign: { token: '{% $states.result.Attributes.t_w.S %}' }, Next: 'Wake' },
              Wake: {
                Type: 'Task',
                Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess',
                Arguments: { TaskToken: '{% $token %}', Output: { fate: 'ok' } },
                Next: 'Again',
              },
              Again: {
                Type: 'Task',
                Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess',
                Arguments: { TaskToken: '{% $token %}', Output: '1' },
                Catch: [{ ErrorEquals: ['Sfn.TaskTimedOutException'], Output: 'ignored', Next: 'Done' }],
                Next: 'Done',
              },
              Done: { Type: 'Succeed' },
            },
          },
        ],
      }),
    );
    expect(output).toStrictEqual([{ fate: 'ok' }, 'ignored']);
  });
});

describe('S3', () => {
  it('feeds a Distributed Map and takes its results', async () => {
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'items.json', Body: '[{"i":1},{"i":2}]' }));
    const { output } = await run(
      single({
        Type: 'Map',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSON' },
          Arguments: { Bucket: 'bucket', Key: 'items.json' },
        },
        ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'bucket', Prefix: 'out/' } },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED' },
          StartAt: 'Each',
          States: { Each: { Type: 'Pass', Output: '{% $states.input.i * 10 %}', End: true } },
        },
      }),
    );
    const { ResultWriterDetails } = output as { ResultWriterDetails: { Bucket: string; Key: string } };
    const manifest = await s3.send(new GetObjectCommand(ResultWriterDetails));
    const { ResultFiles } = JSON.parse((await manifest.Body?.transformToString()) ?? '{}') as {
      ResultFiles: { SUCCEEDED: { Key: string }[] };
    };
    const results = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: ResultFiles.SUCCEEDED[0]?.Key }));
    const written = JSON.parse((await results.Body?.transformToString()) ?? '[]') as { Output: string }[];
    expect(written.map(({ Output }) => Output)).toStrictEqual(['10', '20']);
  });

  it('names a missing object as the SDK for Java does', async () => {
    const state = {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
      Arguments: { Bucket: 'bucket', Key: 'none' },
    };
    expect((await run(single(state))).error).toBe('S3.NoSuchKeyException');
  });

  it('fails a Task that can catch it when the connection breaks in the midst of a body', async () => {
    const torn = createServer((request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half');
      setTimeout(() => request.socket.resetAndDestroy(), 50);
    });
    torn.listen(0, '127.0.0.1');
    await once(torn, 'listening');
    const near = new StepFunctionsEngine({ endpoints: { s3: addressOf(torn) }, credentials });
    try {
      const state = {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
        Arguments: { Bucket: 'bucket', Key: 'torn' },
        Catch: [{ ErrorEquals: ['S3.SdkClientException'], Next: 'Caught', Output: '{% $states.errorOutput %}' }],
      };
      const { stateMachineArn } = await near.createStateMachine({
        name: 'torn',
        definition: JSON.stringify({
          QueryLanguage: 'JSONata',
          StartAt: 'Get',
          States: { Get: { ...state, End: true }, Caught: { Type: 'Succeed' } },
        }),
        roleArn: ROLE,
      });
      const { executionArn = '' } = await near.startExecution({ stateMachineArn });
      const { output = 'null' } = await near.waitForExecution(executionArn);
      expect(JSON.parse(output)).toStrictEqual({
        Error: 'S3.SdkClientException',
        Cause: 'Unable to execute HTTP request: aborted',
      });
    } finally {
      await near.close();
      torn.closeAllConnections();
      torn.close();
    }
  });
});

describe('Step Functions', () => {
  it('starts another machine and waits for its output', async () => {
    const { stateMachineArn } = await engine.createStateMachine({
      name: 'child',
      definition: JSON.stringify(single({ Type: 'Pass', Output: { doubled: '{% $states.input.n * 2 %}' } })),
      roleArn: ROLE,
    });
    const start = (suffix: string): object => ({
      Type: 'Task',
      Resource: `arn:aws:states:::states:startExecution${suffix}`,
      Arguments: { StateMachineArn: stateMachineArn, Input: { n: 21 } },
      Output: '{% $states.result.Output %}',
    });
    const first = await run(single(start('.sync:2')));
    const second = await run(single(start('.sync')));
    expect([first.output, second.output, first.events.slice(2, 6)]).toStrictEqual([
      { doubled: 42 },
      '{"doubled":42}',
      ['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded'],
    ]);
  });
});

describe('a service that is not there', () => {
  it('fails as a client of the SDK does', async () => {
    const lonely = new StepFunctionsEngine({
      endpoints: { lambda: 'http://127.0.0.1:1', dynamodb: 'http://127.0.0.1:1' },
      credentials,
    });
    const fails = async (name: string, state: object): Promise<string | undefined> => {
      const { stateMachineArn } = await lonely.createStateMachine({
        name,
        definition: JSON.stringify(single(state)),
        roleArn: ROLE,
      });
      const { executionArn } = await lonely.startExecution({ stateMachineArn });
      return (await lonely.waitForExecution(executionArn ?? '')).error;
    };
    const errors = [
      await fails('lambda', { Type: 'Task', Resource: INVOKE, Arguments: { FunctionName: 'f' } }),
      await fails('dynamodb', {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:dynamodb:listTables',
        Arguments: {},
      }),
      await fails('unknown', { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:notaservice:doIt', Arguments: {} }),
    ];
    await lonely.close();
    expect(errors).toStrictEqual(['Lambda.SdkClientException', 'DynamoDb.SdkClientException', 'States.Runtime']);
  });
});
