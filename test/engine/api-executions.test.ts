import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../engine/index.ts';
import { ROLE } from './run-definition.ts';
import { openWire, refused, type Answer, textOf, type WireClient } from './wire-client.ts';

const PASS = '{"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"r":1},"End":true}}}';
const FAIL = '{"StartAt":"A","States":{"A":{"Type":"Fail","Error":"E","Cause":"c"}}}';
const WAIT = '{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":600,"End":true}}}';
const ACTIVITY = 'arn:aws:states:us-east-1:000000000000:activity:work';

let wire: WireClient;
let count = 0;

beforeAll(async () => {
  wire = await openWire();
});

afterAll(() => wire.close());

const ok = (body: object): Answer => ({ status: 200, body: body as Answer['body'] });

const create = async (
  definition: string,
  extra: object = {},
): Promise<{ readonly arn: string; readonly name: string }> => {
  const name = `m${++count}`;
  const { body } = await wire.call('CreateStateMachine', { name, definition, roleArn: ROLE, ...extra });
  return { arn: textOf(body['stateMachineArn']), name };
};

const run = async (stateMachineArn: string, extra: object = {}): Promise<string> => {
  const { body } = await wire.call('StartExecution', { stateMachineArn, ...extra });
  const executionArn = textOf(body['executionArn']);
  await wire.engine.waitForExecution(executionArn);
  return executionArn;
};

const typesOf = (body: Answer['body']): readonly unknown[] =>
  (body['events'] as { type: string }[]).map(({ type }) => type);

describe('executions over the wire', () => {
  it('starts one once by its name, and describes it', async () => {
    const { arn, name } = await create(PASS);
    const executionArn = `arn:aws:states:us-east-1:000000000000:execution:${name}:x`;
    const started = await wire.call('StartExecution', {
      stateMachineArn: arn,
      name: 'x',
      input: '[1]',
      traceHeader: 't',
    });
    await wire.engine.waitForExecution(executionArn);
    const described = await wire.call('DescribeExecution', { executionArn });
    const { startDate, stopDate } = described.body;
    expect([
      started,
      described,
      await wire.call('StartExecution', { stateMachineArn: arn, name: 'x', input: '[1]' }),
      (await wire.call('DescribeExecution', { executionArn, includedData: 'METADATA_ONLY' })).body['input'],
    ]).toStrictEqual([
      ok({ executionArn, startDate }),
      ok({
        executionArn,
        stateMachineArn: arn,
        name: 'x',
        status: 'SUCCEEDED',
        startDate,
        stopDate,
        redriveCount: 0,
        input: '[1]',
        inputDetails: { included: true },
        output: '{"r":1}',
        outputDetails: { included: true },
        traceHeader: 't',
        redriveStatus: 'NOT_REDRIVABLE',
        redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      }),
      refused('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`),
      undefined,
    ]);
  });

  it('lists by status and by redrive, and pages the newest first', async () => {
    const { arn } = await create(FAIL);
    const arns = [await run(arn, { name: 'a' }), await run(arn, { name: 'b' }), await run(arn, { name: 'c' })];
    await wire.call('RedriveExecution', { executionArn: arns[1] });
    await wire.engine.waitForExecution(arns[1] ?? '');
    const list = async (extra: object): Promise<unknown> => {
      const { body } = await wire.call('ListExecutions', { stateMachineArn: arn, ...extra });
      return (body['executions'] as { name: string }[]).map(({ name }) => name);
    };
    const { body: page } = await wire.call('ListExecutions', { stateMachineArn: arn, maxResults: 2 });
    await run(arn, { name: 'd' });
    expect([
      await list({ statusFilter: 'FAILED', redriveFilter: 'NOT_REDRIVEN' }),
      await list({ redriveFilter: 'REDRIVEN' }),
      await list({ statusFilter: 'RUNNING' }),
      // What has come meanwhile moves nothing to another page.
      await list({ nextToken: page['nextToken'] }),
    ]).toStrictEqual([['d', 'c', 'a'], ['b'], [], ['a']]);
    expect(await wire.call('ListExecutions', {})).toStrictEqual(
      refused('ValidationException', `Must have only one of: 'stateMachineArn', 'mapRunArn'`),
    );
  });

  it('gives the history in either order, in pages, and without data', async () => {
    const { arn } = await create(PASS);
    const executionArn = await run(arn);
    const history = (extra: object): Promise<Answer> => wire.call('GetExecutionHistory', { executionArn, ...extra });
    const first = await history({ maxResults: 3 });
    const second = await history({ maxResults: 3, nextToken: first.body['nextToken'] });
    const reversed = await history({ reverseOrder: true, maxResults: 1 });
    const bare = await history({ includeExecutionData: false });
    const events = bare.body['events'] as { executionSucceededEventDetails?: object }[];
    expect([
      typesOf(first.body),
      typesOf(second.body),
      second.body['nextToken'],
      typesOf(reversed.body),
      events[3]?.executionSucceededEventDetails,
    ]).toStrictEqual([
      ['ExecutionStarted', 'PassStateEntered', 'PassStateExited'],
      ['ExecutionSucceeded'],
      undefined,
      ['ExecutionSucceeded'],
      {},
    ]);
  });

  it('tells which definition an execution ran', async () => {
    const { arn, name } = await create(PASS);
    const executionArn = await run(arn);
    await wire.call('UpdateStateMachine', { stateMachineArn: arn, definition: FAIL });
    const { status, body } = await wire.call('DescribeStateMachineForExecution', { executionArn });
    expect({ status, body }).toStrictEqual(
      ok({
        stateMachineArn: arn,
        name,
        definition: PASS,
        updateDate: body['updateDate'],
        roleArn: ROLE,
        loggingConfiguration: { level: 'OFF', includeExecutionData: false },
        tracingConfiguration: { enabled: false },
        encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
      }),
    );
  });

  it('stops one, and refuses to redrive what succeeded', async () => {
    const { arn } = await create(WAIT);
    const { body } = await wire.call('StartExecution', { stateMachineArn: arn });
    const stopped = await wire.call('StopExecution', { executionArn: body['executionArn'], error: 'E', cause: 'c' });
    const { body: described } = await wire.call('DescribeExecution', { executionArn: body['executionArn'] });
    const good = await run((await create(PASS)).arn);
    expect([
      stopped,
      described['status'],
      described['error'],
      described['redriveStatus'],
      await wire.call('RedriveExecution', { executionArn: good }),
    ]).toStrictEqual([
      ok({ stopDate: described['stopDate'] }),
      'ABORTED',
      'E',
      'REDRIVABLE',
      refused('ExecutionNotRedrivable', `Execution Not Redrivable: 'Execution is SUCCEEDED and cannot be redriven'`),
    ]);
  });

  it('runs EXPRESS machines while the caller waits, and keeps no history of them', async () => {
    const good = await create(PASS, { type: 'EXPRESS' });
    const bad = await create(FAIL, { type: 'EXPRESS' });
    const { body } = await wire.call('StartSyncExecution', { stateMachineArn: good.arn, name: 'x', input: '{"a":1}' });
    const executionArn = textOf(body['executionArn']);
    const { body: failed } = await wire.call('StartSyncExecution', { stateMachineArn: bad.arn });
    const { body: another } = await wire.call('StartSyncExecution', { stateMachineArn: good.arn, name: 'x' });
    expect(body).toStrictEqual({
      executionArn,
      stateMachineArn: good.arn,
      name: 'x',
      startDate: body['startDate'],
      stopDate: body['stopDate'],
      status: 'SUCCEEDED',
      input: '{"a":1}',
      inputDetails: { included: true },
      output: '{"r":1}',
      outputDetails: { included: true },
      billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: 100 },
    });
    expect(executionArn.startsWith(`arn:aws:states:us-east-1:000000000000:express:${good.name}:x:`)).toBe(true);
    expect(another['executionArn']).not.toBe(executionArn);
    expect([
      failed['status'],
      failed['error'],
      failed['cause'],
      failed['output'],
      failed['outputDetails'],
    ]).toStrictEqual(['FAILED', 'E', 'c', undefined, { included: true }]);
    const wrongType = refused('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: express'`);
    const notSupported = refused(
      'StateMachineTypeNotSupported',
      'This operation is not supported by this type of state machine',
    );
    for (const operation of ['DescribeExecution', 'GetExecutionHistory', 'StopExecution', 'RedriveExecution']) {
      expect(await wire.call(operation, { executionArn })).toStrictEqual(wrongType);
    }
    expect([
      await wire.call('ListExecutions', { stateMachineArn: good.arn }),
      await wire.call('StartSyncExecution', { stateMachineArn: (await create(PASS)).arn }),
    ]).toStrictEqual([notSupported, notSupported]);
  });

  it('ends an EXPRESS execution after five minutes', async () => {
    const late = await openWire({ clock: createVirtualClock() });
    const { stateMachineArn } = await late.engine.createStateMachine({
      name: 'late',
      definition: WAIT,
      roleArn: ROLE,
      type: 'EXPRESS',
    });
    const { status, startDate, stopDate, billingDetails } = await late.engine.startSyncExecution({ stateMachineArn });
    expect([status, (stopDate?.getTime() ?? 0) - (startDate?.getTime() ?? 0), billingDetails]).toStrictEqual([
      'TIMED_OUT',
      300_000,
      { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: 300_000 },
    ]);
    await late.close();
  });

  it('refuses input that is no JSON, or too long', async () => {
    const { arn } = await create(PASS);
    const start = (input: string): Promise<Answer> => wire.call('StartExecution', { stateMachineArn: arn, input });
    const long = await start(JSON.stringify('é'.repeat(140_000)));
    expect([
      (await start('not a json')).body['message'],
      (await start(`{'a':1}`)).body['message'],
      (await start('')).body,
      long,
    ]).toStrictEqual([
      `Invalid State Machine Execution Input: 'Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')'`,
      `Invalid State Machine Execution Input: 'Unexpected character (''' (code 39)): was expecting double-quote to start field name'`,
      { __type: 'InvalidExecutionInput', message: `Invalid State Machine Execution Input: 'Invalid execution input.'` },
      refused(
        'ValidationException',
        `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144`,
      ),
    ]);
  });
});

describe('activities over the wire', () => {
  const definition = (extra: object = {}): string =>
    JSON.stringify({
      StartAt: 'Work',
      States: { Work: { Type: 'Task', Resource: ACTIVITY, ...extra, End: true } },
    });

  it('creates, describes, lists and deletes them', async () => {
    const made = await wire.call('CreateActivity', { name: 'a-listed', tags: [{ key: 'a', value: '1' }] });
    const { activityArn, creationDate } = made.body;
    expect([
      made,
      await wire.call('CreateActivity', { name: 'a-listed' }),
      await wire.call('DescribeActivity', { activityArn }),
      (await wire.call('ListActivities', { maxResults: 1 })).body['activities'],
      await wire.call('ListTagsForResource', { resourceArn: activityArn }),
      await wire.call('CreateActivity', { name: 'Invalid Name$' }),
      await wire.call('DeleteActivity', { activityArn }),
      await wire.call('DeleteActivity', { activityArn }),
      await wire.call('DescribeActivity', { activityArn }),
    ]).toStrictEqual([
      ok({ activityArn: 'arn:aws:states:us-east-1:000000000000:activity:a-listed', creationDate }),
      made,
      ok({ activityArn, name: 'a-listed', creationDate, encryptionConfiguration: { type: 'AWS_OWNED_KEY' } }),
      [{ activityArn, name: 'a-listed', creationDate }],
      ok({ tags: [{ key: 'a', value: '1' }] }),
      refused('InvalidName', `Invalid Name: 'Invalid Name$'`),
      ok({}),
      ok({}),
      refused('ActivityDoesNotExist', `Activity Does Not Exist: '${textOf(activityArn)}'`),
    ]);
  });

  it('hands tasks to workers, which may be waiting already', async () => {
    await wire.call('CreateActivity', { name: 'work' });
    const { arn } = await create(definition({ HeartbeatSeconds: 10, TimeoutSeconds: 60 }));
    const polling = wire.call('GetActivityTask', { activityArn: ACTIVITY, workerName: 'me' });
    const { body } = await wire.call('StartExecution', { stateMachineArn: arn, input: '{"a":1}' });
    const { body: task } = await polling;
    expect([
      task['input'],
      await wire.call('SendTaskHeartbeat', { taskToken: task['taskToken'] }),
      await wire.call('SendTaskSuccess', { taskToken: task['taskToken'], output: '{"b":2}' }),
    ]).toStrictEqual(['{"a":1}', ok({}), ok({})]);
    const executionArn = textOf(body['executionArn']);
    await wire.engine.waitForExecution(executionArn);
    const { body: history } = await wire.call('GetExecutionHistory', { executionArn });
    const events = history['events'] as Record<string, unknown>[];
    expect(events.slice(2, 5)).toStrictEqual([
      {
        timestamp: events[2]?.['timestamp'],
        type: 'ActivityScheduled',
        id: 3,
        previousEventId: 2,
        activityScheduledEventDetails: {
          resource: ACTIVITY,
          input: '{"a":1}',
          inputDetails: { truncated: false },
          timeoutInSeconds: 60,
          heartbeatInSeconds: 10,
        },
      },
      {
        timestamp: events[3]?.['timestamp'],
        type: 'ActivityStarted',
        id: 4,
        previousEventId: 3,
        activityStartedEventDetails: { workerName: 'me' },
      },
      {
        timestamp: events[4]?.['timestamp'],
        type: 'ActivitySucceeded',
        id: 5,
        previousEventId: 4,
        activitySucceededEventDetails: { output: '{"b":2}', outputDetails: { truncated: false } },
      },
    ]);
    expect(await wire.call('SendTaskSuccess', { taskToken: task['taskToken'], output: '1' })).toStrictEqual(
      refused('TaskTimedOut', `Task Timed Out: 'Provided task does not exist anymore'`),
    );
  });

  it('fails with the error of its worker, and where the activity is gone', async () => {
    await wire.call('CreateActivity', { name: 'work' });
    const { arn } = await create(definition());
    const { body } = await wire.call('StartExecution', { stateMachineArn: arn });
    const { body: task } = await wire.call('GetActivityTask', { activityArn: ACTIVITY });
    await wire.call('SendTaskFailure', { taskToken: task['taskToken'], error: 'Bad', cause: 'why' });
    const failed = await wire.engine.waitForExecution(textOf(body['executionArn']));
    const { body: history } = await wire.call('GetExecutionHistory', { executionArn: body['executionArn'] });
    await wire.call('DeleteActivity', { activityArn: ACTIVITY });
    const gone = await wire.engine.waitForExecution(await run(arn));
    expect([failed.error, failed.cause, typesOf(history), gone.error, gone.cause]).toStrictEqual([
      'Bad',
      'why',
      [
        'ExecutionStarted',
        'TaskStateEntered',
        'ActivityScheduled',
        'ActivityStarted',
        'ActivityFailed',
        'ExecutionFailed',
      ],
      'States.Runtime',
      `An error occurred while executing the state 'Work' (entered at the event id #2). The activity ${ACTIVITY} does not exist.`,
    ]);
  });

  it('times out when its worker says nothing', async () => {
    const clock = createVirtualClock();
    const late = await openWire({ clock });
    await late.engine.createActivity({ name: 'work' });
    const { stateMachineArn } = await late.engine.createStateMachine({
      name: 'm',
      definition: definition({ TimeoutSeconds: 50 }),
      roleArn: ROLE,
    });
    const { executionArn = '' } = await late.engine.startExecution({ stateMachineArn });
    await late.engine.getActivityTask({ activityArn: ACTIVITY });
    await late.engine.waitForExecution(executionArn);
    const { body } = await late.call('GetExecutionHistory', { executionArn });
    expect(typesOf(body).slice(2)).toStrictEqual([
      'ActivityScheduled',
      'ActivityStarted',
      'ActivityTimedOut',
      'ExecutionFailed',
    ]);
    expect(await late.call('GetActivityTask', { activityArn: ACTIVITY })).toStrictEqual(ok({ taskToken: null }));
    await late.close();
  });

  it('gives a task to the next worker when the one that waited has gone', async () => {
    await wire.call('CreateActivity', { name: 'work' });
    const { arn } = await create(definition());
    const gone = new AbortController();
    const waiting = fetch(wire.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSStepFunctions.GetActivityTask' },
      body: JSON.stringify({ activityArn: ACTIVITY }),
      signal: gone.signal,
    }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    gone.abort();
    await waiting;
    await new Promise((resolve) => setTimeout(resolve, 100));
    await wire.call('StartExecution', { stateMachineArn: arn });
    const { body } = await wire.call('GetActivityTask', { activityArn: ACTIVITY });
    expect(body['input']).toBe('{}');
  });
});

describe('UpdateMapRun', () => {
  it('changes how many children run at once, and how many may fail, while they run', async () => {
    const tokens: string[] = [];
    const held = await openWire({ tasks: { '*': ({ taskToken = '' }) => (tokens.push(taskToken), null) } });
    const definition = JSON.stringify({
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          Label: 'Each',
          MaxConcurrency: 1,
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'Work',
            States: {
              Work: {
                Type: 'Task',
                Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
                Parameters: {},
                End: true,
              },
            },
          },
          End: true,
        },
      },
    });
    const { body } = await held.call('CreateStateMachine', { name: 'each', definition, roleArn: ROLE });
    const { body: started } = await held.call('StartExecution', {
      stateMachineArn: body['stateMachineArn'],
      input: '[1,2,3]',
    });
    await expect.poll(() => tokens.length).toBe(1);
    const { body: runs } = await held.call('ListMapRuns', { executionArn: started['executionArn'] });
    const [run] = runs['mapRuns'] as { mapRunArn: string }[];
    const mapRunArn = run?.mapRunArn;
    const updated = await held.call('UpdateMapRun', { mapRunArn, maxConcurrency: 3, toleratedFailureCount: 2 });
    await expect.poll(() => tokens.length).toBe(3);
    await held.call('SendTaskFailure', { taskToken: tokens[0], error: 'E' });
    await held.call('SendTaskFailure', { taskToken: tokens[1], error: 'E' });
    await held.call('SendTaskSuccess', { taskToken: tokens[2], output: '3' });
    const { status } = await held.engine.waitForExecution(textOf(started['executionArn']));
    const { body: described } = await held.call('DescribeMapRun', { mapRunArn });
    expect([
      updated,
      status,
      described['status'],
      described['maxConcurrency'],
      described['toleratedFailureCount'],
      await held.call('UpdateMapRun', { mapRunArn, maxConcurrency: 1 }),
    ]).toStrictEqual([
      ok({}),
      'SUCCEEDED',
      'SUCCEEDED',
      3,
      2,
      refused('ValidationException', 'Map Run is SUCCEEDED and cannot be updated'),
    ]);
    await held.close();
  });
});

describe('a restart', () => {
  it('keeps aliases, versions, tags, activities and what workers hold', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'slipway-api-'));
    const first = await openWire({ dataFolder });
    await first.call('CreateActivity', { name: 'work', tags: [{ key: 'k', value: 'v' }] });
    const definition = JSON.stringify({
      StartAt: 'One',
      States: {
        One: { Type: 'Task', Resource: ACTIVITY, Next: 'Two' },
        Two: { Type: 'Task', Resource: ACTIVITY, End: true },
      },
    });
    const { body } = await first.call('CreateStateMachine', { name: 'm', definition, roleArn: ROLE, publish: true });
    const stateMachineArn = textOf(body['stateMachineArn']);
    const routingConfiguration = [{ stateMachineVersionArn: `${stateMachineArn}:1`, weight: 100 }];
    await first.call('CreateStateMachineAlias', { name: 'prod', routingConfiguration });
    const { body: started } = await first.call('StartExecution', { stateMachineArn: `${stateMachineArn}:prod` });
    const { body: held } = await first.call('GetActivityTask', { activityArn: ACTIVITY });
    const asked: [string, object][] = [
      ['DescribeStateMachineAlias', { stateMachineAliasArn: `${stateMachineArn}:prod` }],
      ['ListStateMachineVersions', { stateMachineArn }],
      ['DescribeStateMachine', { stateMachineArn: `${stateMachineArn}:1` }],
      ['DescribeActivity', { activityArn: ACTIVITY }],
      ['ListTagsForResource', { resourceArn: ACTIVITY }],
      ['DescribeExecution', { executionArn: started['executionArn'] }],
      ['GetExecutionHistory', { executionArn: started['executionArn'] }],
    ];
    const answers = async (wireClient: WireClient): Promise<Answer[]> => {
      const all: Answer[] = [];
      for (const [operation, input] of asked) all.push(await wireClient.call(operation, input));
      return all;
    };
    const before = await answers(first);
    await first.close();

    const second = await openWire({ dataFolder });
    expect(await answers(second)).toStrictEqual(before);
    // The worker still holds the first task; the second waits for whoever comes next.
    await second.call('SendTaskSuccess', { taskToken: held['taskToken'], output: '"one"' });
    await second.close();
    const third = await openWire({ dataFolder });
    const { body: next } = await third.call('GetActivityTask', { activityArn: ACTIVITY, workerName: 'w' });
    await third.call('SendTaskSuccess', { taskToken: next['taskToken'], output: '"two"' });
    const { status, output } = await third.engine.waitForExecution(textOf(started['executionArn']));
    expect([next['input'], status, output]).toStrictEqual(['"one"', 'SUCCEEDED', '"two"']);
    await third.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });
});
