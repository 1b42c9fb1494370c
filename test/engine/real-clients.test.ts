import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as sdk from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStepFunctionsServer, StepFunctionsEngine, type JsonObject } from '../../engine/index.ts';
import { operationInputs } from '../../engine/wire/operation-inputs.ts';
import { ROLE } from './run-definition.ts';
import { openWire, textOf, type WireClient } from './wire-client.ts';

const run = promisify(execFile);

const PASS = '{"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"r":1},"End":true}}}';
const FAIL = '{"StartAt":"A","States":{"A":{"Type":"Fail","Error":"E"}}}';

let wire: WireClient;

beforeAll(async () => {
  wire = await openWire();
});

afterAll(() => wire.close());

describe('@aws-sdk/client-sfn', () => {
  it('finds every operation that it has', () => {
    const commands = Object.keys(sdk)
      .filter((name) => name.endsWith('Command') && name !== '$Command')
      .map((name) => name.slice(0, -'Command'.length));
    expect(Object.keys(operationInputs).sort()).toStrictEqual(commands.sort());
  });

  it('goes through the life of a machine, its aliases, its activities and a test', async () => {
    const client = new sdk.SFNClient({
      region: 'us-east-1',
      endpoint: wire.endpoint,
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      maxAttempts: 1,
      // Two operations have an address of their own on AWS.
      disableHostPrefix: true,
    });
    const { stateMachineArn, stateMachineVersionArn } = await client.send(
      new sdk.CreateStateMachineCommand({ name: 'sdk', definition: FAIL, roleArn: ROLE, publish: true }),
    );
    const { stateMachineAliasArn } = await client.send(
      new sdk.CreateStateMachineAliasCommand({
        name: 'live',
        routingConfiguration: [{ stateMachineVersionArn, weight: 100 }],
      }),
    );
    const { executionArn } = await client.send(
      new sdk.StartExecutionCommand({ stateMachineArn: stateMachineAliasArn }),
    );
    await wire.engine.waitForExecution(executionArn ?? '');
    const { redriveDate } = await client.send(new sdk.RedriveExecutionCommand({ executionArn }));
    await wire.engine.waitForExecution(executionArn ?? '');
    const { activityArn } = await client.send(new sdk.CreateActivityCommand({ name: 'sdk' }));
    const { activities = [] } = await client.send(new sdk.ListActivitiesCommand({}));
    const express = await client.send(
      new sdk.CreateStateMachineCommand({ name: 'sync', definition: PASS, roleArn: ROLE, type: 'EXPRESS' }),
    );
    const sync = await client.send(new sdk.StartSyncExecutionCommand({ stateMachineArn: express.stateMachineArn }));
    const tested = await client.send(
      new sdk.TestStateCommand({ definition: '{"Type":"Pass","Result":1,"End":true}', roleArn: ROLE }),
    );
    const described = await client.send(new sdk.DescribeExecutionCommand({ executionArn }));
    const unknown: unknown = await client
      .send(new sdk.DescribeMapRunCommand({ mapRunArn: 'arn:aws:states:us-east-1:000000000000:mapRun:m/l:x' }))
      .catch((error: unknown) => error);
    client.destroy();
    expect([
      described.stateMachineAliasArn,
      described.redriveCount,
      described.redriveDate?.getTime(),
      activities.map((activity) => activity.activityArn),
      sync.status,
      sync.output,
      tested.status,
      unknown instanceof sdk.ResourceNotFound,
    ]).toStrictEqual([
      `${stateMachineArn ?? ''}:live`,
      1,
      redriveDate?.getTime(),
      [activityArn],
      'SUCCEEDED',
      '{"r":1}',
      'SUCCEEDED',
      true,
    ]);
  });
});

/** A Python that can import boto3: the one on the path, or, in the full tests, one made for the occasion. */
const pythonWithBoto = async (folder: string): Promise<string | undefined> => {
  const has = async (python: string): Promise<boolean> =>
    run(python, ['-c', 'import boto3, awscli']).then(
      () => true,
      () => false,
    );
  if (await has('python3')) return 'python3';
  if (process.env['SLIPWAY_TEST_FULL'] === undefined) return undefined;
  try {
    await run('python3', ['-m', 'venv', folder]);
    await run(join(folder, 'bin', 'pip'), ['install', '--quiet', 'boto3', 'awscli']);
  } catch {
    return undefined;
  }
  const python = join(folder, 'bin', 'python');
  return (await has(python)) ? python : undefined;
};

const BOTO = `
import json, sys, boto3
from botocore.config import Config
config = Config(inject_host_prefix=False, retries={"max_attempts": 0})
sfn = boto3.client("stepfunctions", endpoint_url=sys.argv[1], region_name="us-east-1", config=config,
                   aws_access_key_id="key", aws_secret_access_key="secret")
role = "${ROLE}"
machine = sfn.create_state_machine(name="boto", definition=sys.argv[2], roleArn=role)["stateMachineArn"]
arn = sfn.start_execution(stateMachineArn=machine, name="one", input="{}")["executionArn"]
while sfn.describe_execution(executionArn=arn)["status"] == "RUNNING":
    pass
pages = sfn.get_paginator("get_execution_history").paginate(executionArn=arn, PaginationConfig={"PageSize": 2})
types = [event["type"] for page in pages for event in page["events"]]
try:
    sfn.describe_state_machine(stateMachineArn=machine + "x")
    error = None
except sfn.exceptions.StateMachineDoesNotExist as thrown:
    error = thrown.response["Error"]
tested = sfn.test_state(definition=json.dumps({"Type": "Pass", "End": True}), roleArn=role, input="[1]")
print(json.dumps({"types": types, "error": error, "tested": tested["output"]}))
`;

describe('the clients from PyPI', () => {
  it('boto3 and the AWS CLI work unchanged', async ({ skip }) => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-boto-'));
    try {
      const python = await pythonWithBoto(folder);
      if (python === undefined) {
        skip('no Python with boto3 and awscli here: install them, or set SLIPWAY_TEST_FULL=1 to have them installed');
        return;
      }
      const boto = await run(python, ['-c', BOTO, wire.endpoint, PASS]);
      expect(JSON.parse(boto.stdout)).toStrictEqual({
        types: ['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'],
        error: {
          Code: 'StateMachineDoesNotExist',
          Message: `State Machine Does Not Exist: 'arn:aws:states:us-east-1:000000000000:stateMachine:botox'`,
        },
        tested: '[1]',
      });
      const environment = {
        ...process.env,
        AWS_ACCESS_KEY_ID: 'key',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_CONFIG_FILE: join(folder, 'none'),
        AWS_ENDPOINT_URL_SFN: wire.endpoint,
      };
      const cli = async (...words: readonly string[]): Promise<JsonObject> => {
        const { stdout } = await run(python, ['-m', 'awscli', 'stepfunctions', ...words, '--output', 'json'], {
          env: environment,
        });
        return JSON.parse(stdout) as JsonObject;
      };
      const machine = await cli('create-state-machine', '--name', 'cli', '--definition', PASS, '--role-arn', ROLE);
      const stateMachineArn = textOf(machine['stateMachineArn']);
      const started = await cli('start-execution', '--state-machine-arn', stateMachineArn, '--input', '{}');
      const executionArn = textOf(started['executionArn']);
      await wire.engine.waitForExecution(executionArn);
      const described = await cli('describe-execution', '--execution-arn', executionArn);
      expect([described['status'], described['output']]).toStrictEqual(['SUCCEEDED', '{"r":1}']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 300_000);
});

describe('an event bus', () => {
  it('gets every status by PutEvents, in order, again where it was not taken', async () => {
    const entries: JsonObject[] = [];
    let refusals = 1;
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (refusals-- > 0) {
          response.writeHead(500).end('{}');
          return;
        }
        const { Entries } = JSON.parse(Buffer.concat(chunks).toString()) as { Entries: JsonObject[] };
        entries.push(...Entries.map((entry) => ({ ...entry, target: String(request.headers['x-amz-target']) })));
        response.end('{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const engine = new StepFunctionsEngine({ eventBus: { endpoint, name: 'bus' } });
    const states = await startStepFunctionsServer({ engine, port: 0 });
    const { stateMachineArn } = await engine.createStateMachine({ name: 'told', definition: PASS, roleArn: ROLE });
    const { executionArn = '' } = await engine.startExecution({ stateMachineArn, name: 'x' });
    await engine.waitForExecution(executionArn);
    await states.close();
    // Closing waits for what is still to be sent.
    await engine.close();
    server.close();
    const details = entries.map(({ Detail }) => JSON.parse(textOf(Detail)) as JsonObject);
    expect([
      details.map(({ status, executionArn: arn }) => [status, arn]),
      entries.map(({ Source, DetailType, Resources, EventBusName, target }) => [
        Source,
        DetailType,
        Resources,
        EventBusName,
        target,
      ])[1],
    ]).toStrictEqual([
      [
        ['RUNNING', executionArn],
        ['SUCCEEDED', executionArn],
      ],
      ['aws.states', 'Step Functions Execution Status Change', [executionArn], 'bus', 'AWSEvents.PutEvents'],
    ]);
  });
});
