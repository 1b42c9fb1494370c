import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListStateMachineVersionsCommand,
  ListTagsForResourceCommand,
  PublishStateMachineVersionCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  startStepFunctionsServer,
  StepFunctionsEngine,
  type ExecutionStatusChangeEvent,
  type RunningStepFunctionsServer,
} from '../../engine/index.ts';
import { ROLE, single } from './run-definition.ts';

const changes: ExecutionStatusChangeEvent[] = [];
let engine: StepFunctionsEngine;
let server: RunningStepFunctionsServer;
let sfn: SFNClient;

const WAITS = JSON.stringify(single({ Type: 'Wait', Seconds: 3600 }));
const PASSES = JSON.stringify(single({ Type: 'Pass', Output: '{% $states.input %}' }));

const create = async (name: string, definition: string): Promise<string> => {
  const made = await sfn.send(new CreateStateMachineCommand({ name, definition, roleArn: ROLE }));
  return made.stateMachineArn ?? '';
};

beforeAll(async () => {
  engine = new StepFunctionsEngine({ onExecutionStatusChange: (event) => void changes.push(event) });
  server = await startStepFunctionsServer({ engine, port: 0 });
  sfn = new SFNClient({
    region: 'us-east-1',
    endpoint: server.endpoint,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
});

afterAll(async () => {
  sfn.destroy();
  await server.close();
  await engine.close();
});

describe('the wire protocol', () => {
  it('runs an execution from its start to its history', async () => {
    const stateMachineArn = await create('passes', PASSES);
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name: 'one', input: '{"a":1}' }),
    );
    await engine.waitForExecution(executionArn ?? '');
    const { status, output, startDate, stopDate } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const history = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 3 }));
    const rest = await sfn.send(
      new GetExecutionHistoryCommand({
        executionArn,
        maxResults: 3,
        ...(history.nextToken === undefined ? {} : { nextToken: history.nextToken }),
      }),
    );
    const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'SUCCEEDED' }));
    expect([
      executionArn,
      status,
      output,
      startDate instanceof Date && stopDate instanceof Date && stopDate >= startDate,
      history.events?.map(({ type }) => type),
      history.events?.[1]?.stateEnteredEventDetails,
      rest.events?.map(({ type }) => type),
      executions?.map(({ name }) => name),
    ]).toStrictEqual([
      'arn:aws:states:us-east-1:000000000000:execution:passes:one',
      'SUCCEEDED',
      '{"a":1}',
      true,
      ['ExecutionStarted', 'PassStateEntered', 'PassStateExited'],
      { name: 'Only', input: '{"a":1}', inputDetails: { truncated: false } },
      ['ExecutionSucceeded'],
      ['one'],
    ]);
  });

  it('creates the same machine twice, and refuses another definition under its name', async () => {
    const first = await create('same', PASSES);
    expect(await create('same', PASSES)).toBe(first);
    await expect(create('same', WAITS)).rejects.toMatchObject({
      name: 'StateMachineAlreadyExists',
      message: `State Machine Already Exists: '${first}'`,
    });
  });

  it('starts the same execution twice only while it runs', async () => {
    const stateMachineArn = await create('waits', WAITS);
    const start = (input: string) => sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'once', input }));
    const first = await start('{}');
    expect((await start('{}')).executionArn).toBe(first.executionArn);
    await expect(start('{"other":1}')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${first.executionArn ?? ''}'`,
    });
    await sfn.send(new StopExecutionCommand({ executionArn: first.executionArn, error: 'Stop', cause: 'enough' }));
    const { status, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn: first.executionArn }));
    expect({ status, error, cause }).toStrictEqual({ status: 'ABORTED', error: 'Stop', cause: 'enough' });
    await expect(start('{}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it('tells of every status in the shape of EventBridge', async () => {
    const stateMachineArn = await create('told', JSON.stringify(single({ Type: 'Fail', Error: 'E', Cause: 'c' })));
    const { executionArn = '' } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name: 'x', input: '{"a":1}' }),
    );
    const { startDate, stopDate } = await engine.waitForExecution(executionArn);
    const told = changes.filter(({ detail }) => detail.executionArn === executionArn);
    expect(told.map(({ detail }) => detail.status)).toStrictEqual(['RUNNING', 'FAILED']);
    const last = told[1];
    expect(last).toStrictEqual({
      version: '0',
      id: last?.id,
      'detail-type': 'Step Functions Execution Status Change',
      source: 'aws.states',
      account: '000000000000',
      time: `${stopDate?.toISOString().slice(0, 19) ?? ''}Z`,
      region: 'us-east-1',
      resources: [executionArn],
      detail: {
        executionArn,
        stateMachineArn,
        name: 'x',
        status: 'FAILED',
        startDate: startDate?.getTime(),
        stopDate: stopDate?.getTime(),
        input: '{"a":1}',
        output: null,
        stateMachineVersionArn: null,
        stateMachineAliasArn: null,
        redriveCount: 0,
        redriveDate: null,
        redriveStatus: 'REDRIVABLE',
        redriveStatusReason: null,
        inputDetails: { included: true },
        outputDetails: null,
        error: 'E',
        cause: 'c',
      },
    });
  });

  it('publishes versions that keep their definition', async () => {
    const stateMachineArn = await create('versioned', PASSES);
    const { stateMachineVersionArn } = await sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn }));
    await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: WAITS, publish: true }));
    const { stateMachineVersions } = await sfn.send(new ListStateMachineVersionsCommand({ stateMachineArn }));
    const old = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: stateMachineVersionArn }));
    const now = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn: stateMachineVersionArn }));
    const { status, stateMachineVersionArn: ran } = await engine.waitForExecution(executionArn ?? '');
    expect([
      stateMachineVersions?.map((version) => version.stateMachineVersionArn),
      old.definition,
      now.definition,
      status,
      ran,
    ]).toStrictEqual([
      [`${stateMachineArn}:2`, `${stateMachineArn}:1`],
      PASSES,
      WAITS,
      'SUCCEEDED',
      stateMachineVersionArn,
    ]);
  });

  it('tags, untags, lists and deletes', async () => {
    const stateMachineArn = await create('tagged', PASSES);
    await sfn.send(
      new TagResourceCommand({
        resourceArn: stateMachineArn,
        tags: [
          { key: 'a', value: '1' },
          { key: 'b', value: '2' },
        ],
      }),
    );
    await sfn.send(new UntagResourceCommand({ resourceArn: stateMachineArn, tagKeys: ['a'] }));
    const { tags } = await sfn.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }));
    await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
    const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
    expect([tags, stateMachines.some(({ name }) => name === 'tagged')]).toStrictEqual([
      [{ key: 'b', value: '2' }],
      false,
    ]);
    await expect(sfn.send(new StartExecutionCommand({ stateMachineArn }))).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${stateMachineArn}'`,
    });
  });

  it('runs an EXPRESS machine while the caller waits', async () => {
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({ name: 'express', definition: PASSES, roleArn: ROLE, type: 'EXPRESS' }),
    );
    const { status, output } = await engine.startSyncExecution({ stateMachineArn, input: '[1]' });
    expect([status, output, StartSyncExecutionCommand.name]).toStrictEqual([
      'SUCCEEDED',
      '[1]',
      'StartSyncExecutionCommand',
    ]);
  });

  it('validates a definition without making it', async () => {
    const { result, diagnostics } = await sfn.send(
      new ValidateStateMachineDefinitionCommand({
        definition: '{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}',
      }),
    );
    expect([result, diagnostics?.map(({ code, location }) => [code, location])]).toStrictEqual([
      'FAIL',
      [
        ['MISSING_TRANSITION_TARGET', '/States/A/Next'],
        ['MISSING_END_STATE', undefined],
      ],
    ]);
  });

  it.each([
    [
      'a name with a space',
      new CreateStateMachineCommand({ name: 'a b', definition: PASSES, roleArn: ROLE }),
      'InvalidName',
      `Invalid Name: 'a b'`,
    ],
    [
      'a definition that cannot run',
      new CreateStateMachineCommand({
        name: 'bad',
        definition: '{"StartAt":"A","States":{"A":{"Type":"Pass"}}}',
        roleArn: ROLE,
      }),
      'InvalidDefinition',
      `Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The state needs 'Next' or 'End: true' at /States/A'`,
    ],
    [
      'an ARN that is none',
      new DescribeStateMachineCommand({ stateMachineArn: 'nothing' }),
      'InvalidArn',
      `Invalid Arn: 'Invalid ARN prefix: nothing'`,
    ],
    [
      'an unknown execution',
      new DescribeExecutionCommand({ executionArn: 'arn:aws:states:us-east-1:000000000000:execution:m:none' }),
      'ExecutionDoesNotExist',
      `Execution Does Not Exist: 'arn:aws:states:us-east-1:000000000000:execution:m:none'`,
    ],
  ])('refuses %s', async (_name, command, name, message) => {
    const send = sfn.send.bind(sfn) as (command: object) => Promise<unknown>;
    await expect(send(command)).rejects.toMatchObject({ name, message, $metadata: { httpStatusCode: 400 } });
  });

  it('refuses input that is no JSON', async () => {
    const stateMachineArn = await create('passes', PASSES);
    await expect(sfn.send(new StartExecutionCommand({ stateMachineArn, input: 'no' }))).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
    });
  });

  it('answers a request that is too long, and serves the next', async () => {
    const headers = { 'x-amz-target': 'AWSStepFunctions.StartExecution' };
    const body = JSON.stringify({ input: 'x'.repeat(5_000_000) });
    const response = await fetch(server.endpoint, { method: 'POST', headers, body });
    expect([response.status, await response.json()]).toStrictEqual([
      400,
      { __type: 'ValidationException', message: 'The request is longer than 4194304 bytes' },
    ]);
    expect((await sfn.send(new ListStateMachinesCommand({}))).$metadata.httpStatusCode).toBe(200);
  });

  it.each([
    [{ 'x-amz-target': 'AWSStepFunctions.Nothing' }, '{}', 'com.amazon.coral.service#UnknownOperationException'],
    [{ 'x-amz-target': 'AWSStepFunctions.StartExecution' }, '{', 'com.amazon.coral.service#SerializationException'],
    [
      { 'x-amz-target': 'AWSStepFunctions.StartExecution' },
      '{"stateMachineArn":1}',
      'com.amazon.coral.service#SerializationException',
    ],
    [{ 'x-amz-target': 'AWSStepFunctions.StartExecution' }, '{}', 'ValidationException'],
    [{}, '', 'com.amazon.coral.service#UnknownOperationException'],
  ])('answers a malformed request %o %s with %s', async (headers, body, type) => {
    const response = await fetch(server.endpoint, { method: 'POST', headers, body });
    const answer = (await response.json()) as { __type: string };
    expect([response.status, answer.__type]).toStrictEqual([400, type]);
  });
});
