import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isJsonObject, type Json } from '../../../engine/json/json.ts';
import type { StepFunctionsEngine } from '../../../engine/index.ts';
import { single } from '../run-definition.ts';
import { credentials, endOn, engineAt, runOn, startOn } from './run-on.ts';
import { startWireService, type WireService } from './wire-service.ts';

let queues: FauxqsServer;
let events: WireService;
let engine: StepFunctionsEngine;
let sqs: SQSClient;
let queue: string;

const IDS = '11111111-1111-1111-1111-111111111111';

beforeAll(async () => {
  queues = await startFauxqs({ port: 0, logger: false });
  events = await startWireService(({ body }) => {
    const entries = isJsonObject(body) ? (body['Entries'] as readonly { Source?: string }[]) : [];
    const answers = entries.map(({ Source }) =>
      Source === undefined ? { ErrorCode: 'InvalidArgument', ErrorMessage: 'no source' } : { EventId: IDS },
    );
    return { body: { Entries: answers, FailedEntryCount: answers.filter(({ ErrorCode }) => ErrorCode).length } };
  });
  const address = `http://127.0.0.1:${queues.port}`;
  engine = engineAt({ sqs: address, sns: address, eventbridge: events.address });
  sqs = new SQSClient({ region: 'us-east-1', endpoint: address, credentials });
});

// A message that nobody took away, or that becomes visible again, must reach no other test.
beforeEach(async ({ task: { id } }) => {
  queue = (await sqs.send(new CreateQueueCommand({ QueueName: id }))).QueueUrl ?? '';
});

afterAll(async () => {
  await engine.close();
  sqs.destroy();
  events.close();
  await queues.stop();
});

const received = async (): Promise<string | undefined> => {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue, WaitTimeSeconds: 1 }));
  return Messages[0]?.Body;
};

const task = (Resource: string, Arguments: object, extra: object = {}): object =>
  single({ Type: 'Task', Resource: `arn:aws:states:::${Resource}`, Arguments, ...extra });

const names = (value: Json | undefined): readonly string[] => Object.keys(value ?? {});

describe('SQS', () => {
  it('gets JSON as its text, and answers with the HTTP answer beside its own fields', async () => {
    const { output } = await runOn(engine, task('sqs:sendMessage', { QueueUrl: queue, MessageBody: { a: [1] } }));
    expect([await received(), names(output)]).toStrictEqual([
      '{"a":[1]}',
      ['MD5OfMessageBody', 'MessageId', 'SdkHttpMetadata', 'SdkResponseMetadata'],
    ]);
  });

  it('is called by the generic integration with the names of the SDK for Java', async () => {
    const { output } = await runOn(engine, task('aws-sdk:sqs:sendMessage', { QueueUrl: queue, MessageBody: 'text' }));
    expect([await received(), names(output)]).toStrictEqual(['text', ['Md5OfMessageBody', 'MessageId']]);
  });

  it('carries a task token out, and waits until it comes back', async () => {
    const executionArn = await startOn(
      engine,
      task('sqs:sendMessage.waitForTaskToken', {
        QueueUrl: queue,
        MessageBody: { token: '{% $states.context.Task.Token %}' },
      }),
    );
    const { token } = JSON.parse((await received()) ?? '{}') as { token: string };
    await engine.sendTaskSuccess({ taskToken: token, output: '"done"' });
    const { output, events: history } = await endOn(engine, executionArn);
    expect([output, history.map(({ type }) => type).slice(2, 6)]).toStrictEqual([
      'done',
      ['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded'],
    ]);
  });

  it.each([
    ['sqs:sendMessage', 'SQS.'],
    ['aws-sdk:sqs:sendMessage', 'Sqs.'],
  ])('refuses a queue that does not exist, for %s, with the prefix %s', async (resource, prefix) => {
    const { error } = await runOn(engine, task(resource, { QueueUrl: `${queue}-none`, MessageBody: 'x' }));
    expect(error).toBe(`${prefix}QueueDoesNotExistException`);
  });

  it.each(['messageBody', 'Nothing'])('refuses the field %s before anything is sent', async (name) => {
    const { error, cause } = await runOn(engine, task('sqs:sendMessage', { QueueUrl: queue, [name]: 'x' }));
    expect([error, cause]).toStrictEqual([
      'States.Runtime',
      `An error occurred while executing the state 'Only' (entered at the event id #2). The field "${name}" is not supported by Step Functions`,
    ]);
  });

  it('takes JSONPath parameters', async () => {
    const definition = {
      StartAt: 'Send',
      States: {
        Send: {
          Type: 'Task',
          Resource: 'arn:aws:states:::sqs:sendMessage',
          Parameters: { QueueUrl: queue, 'MessageBody.$': '$.message' },
          ResultSelector: { 'id.$': '$.MessageId' },
          End: true,
        },
      },
    };
    const { output } = await runOn(engine, definition, { message: { b: 2 } });
    expect([await received(), names(output)]).toStrictEqual(['{"b":2}', ['id']]);
  });
});

describe('SNS', () => {
  it('publishes', async () => {
    const sns = new SNSClient({ region: 'us-east-1', endpoint: `http://127.0.0.1:${queues.port}`, credentials });
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'topic' }));
    sns.destroy();
    const { output } = await runOn(engine, task('sns:publish', { TopicArn, Message: { a: 1 } }));
    expect(names(output)).toStrictEqual(['MessageId', 'SdkHttpMetadata', 'SdkResponseMetadata']);
  });
});

describe('EventBridge', () => {
  const put = (Entries: Json): object => task('events:putEvents', { Entries });

  it('gets events that say which execution sent them', async () => {
    const arn = await startOn(
      engine,
      put([
        { Source: 's', DetailType: 't', Detail: { a: 1 } },
        { Source: 's', DetailType: 't', Detail: '{}', Resources: ['r'] },
      ]),
    );
    const { output } = await endOn(engine, arn);
    const { stateMachineArn } = await engine.describeExecution({ executionArn: arn });
    const origin = [stateMachineArn, arn];
    expect([output, events.calls.at(-1)?.body]).toStrictEqual([
      { Entries: [{ EventId: IDS }, { EventId: IDS }], FailedEntryCount: 0 },
      {
        Entries: [
          { Source: 's', DetailType: 't', Detail: '{"a":1}', Resources: origin },
          { Source: 's', DetailType: 't', Detail: '{}', Resources: ['r', ...origin] },
        ],
      },
    ]);
  });

  it('fails when one event is not taken', async () => {
    const { error, cause } = await runOn(
      engine,
      put([
        { Source: 's', Detail: '{}' },
        { DetailType: 't', Detail: '{}' },
      ]),
    );
    expect([error, JSON.parse(cause ?? '')]).toStrictEqual([
      'EventBridge.FailedEntry',
      {
        Entries: [{ EventId: IDS }, { ErrorCode: 'InvalidArgument', ErrorMessage: 'no source' }],
        FailedEntryCount: 1,
      },
    ]);
  });
});

describe('a service whose client is not installed', () => {
  it('says which package to install', async () => {
    const { error, cause } = await runOn(engine, task('aws-sdk:bedrockagentruntime:invokeAgent', {}));
    expect([error, cause?.includes('run "npm install @aws-sdk/client-bedrock-agent-runtime"')]).toStrictEqual([
      'States.Runtime',
      true,
    ]);
  });

  it('says when a service has no such action', async () => {
    const { cause } = await runOn(engine, task('aws-sdk:sqs:sing', {}));
    expect(cause).toContain('The service "sqs" has no action "sing"');
  });
});

describe('Credentials', () => {
  it('stand in the event that the task is scheduled', async () => {
    const arguments_ = { QueueUrl: queue, MessageBody: 'x' };
    const role = 'arn:aws:iam::111122223333:role/other';
    const { events: history } = await runOn(
      engine,
      task('sqs:sendMessage', arguments_, { Credentials: { RoleArn: '{% $states.input.role %}' } }),
      { role },
    );
    const scheduled = history.find(({ type }) => type === 'TaskScheduled')?.details;
    expect(scheduled).toMatchObject({ taskCredentials: { roleArn: role } });
  });
});
