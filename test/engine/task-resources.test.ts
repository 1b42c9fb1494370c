import { describe, expect, it } from 'vitest';
import { checkDefinition } from '../../engine/index.ts';

const STATES = 'arn:aws:states:::';
const ACTIVITY = 'arn:aws:states:eu-west-1:123456789012:activity:work';

const task = (Resource: unknown): object => ({
  StartAt: 'Task',
  States: { Task: { Type: 'Task', Resource, End: true } },
});

const problem = (definition: object, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): string | undefined => {
  const [first] = checkDefinition(JSON.stringify(definition), 1_000_000, type);
  return first === undefined ? undefined : `${first.code} ${first.location}: ${first.message}`;
};

const unknown = (resource: string): string =>
  `SCHEMA_VALIDATION_FAILED /States/Task/Resource: The resource provided ${resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`;

describe("a Task's Resource", () => {
  it.each([
    'arn:aws:lambda:us-east-1:123456789012:function:f',
    'arn:aws-cn:lambda:cn-north-1:123456789012:function:f:live',
    `${STATES}lambda:invoke`,
    `${STATES}lambda:invoke.waitForTaskToken`,
    `${STATES}dynamodb:updateItem`,
    `${STATES}sqs:sendMessage.waitForTaskToken`,
    `${STATES}events:putEvents.waitForTaskToken`,
    `${STATES}ecs:runTask.sync`,
    `${STATES}ecs:runTask.waitForTaskToken`,
    `${STATES}batch:submitJob.sync`,
    `${STATES}states:startExecution.sync:2`,
    `${STATES}http:invoke`,
    `${STATES}aws-sdk:dynamodb:transactWriteItems.waitForTaskToken`,
    `${STATES}aws-sdk:s3:getObject`,
    'arn:aws-us-gov:states:::sns:publish',
    ACTIVITY,
  ])('may be %s', (resource) => {
    expect(problem(task(resource))).toBeUndefined();
  });

  it.each([
    'work',
    'arn:aws:states:::',
    `${STATES}nothing:here`,
    `${STATES}lambda:remove`,
    `${STATES}lambda:invoke.sync`,
    `${STATES}dynamodb:getItem.waitForTaskToken`,
    `${STATES}dynamodb:query`,
    `${STATES}s3:getObject`,
    `${STATES}batch:submitJob.waitForTaskToken`,
    `${STATES}batch:submitJob.sync:2`,
    `${STATES}http:invoke.waitForTaskToken`,
    `${STATES}aws-sdk:glue:startJobRun.sync`,
    `${STATES}aws-sdk:glue`,
    'arn:aws:s3:::bucket',
  ])('may not be %s', (resource) => {
    expect(problem(task(resource))).toBe(unknown(resource));
  });

  it('is a text', () => {
    expect(problem(task(7))).toBe('SCHEMA_VALIDATION_FAILED /States/Task/Resource: Expected value of type [STRING]');
  });

  it.each<[string, string]>([
    [`${STATES}sqs:sendMessage.waitForTaskToken`, "'.waitForTaskToken' service integration"],
    [`${STATES}aws-sdk:sns:publish.waitForTaskToken`, "'.waitForTaskToken' service integration"],
    [`${STATES}states:startExecution.sync`, "'.sync' service integration"],
    [`${STATES}states:startExecution.sync:2`, "'.sync' service integration"],
    [ACTIVITY, 'Activity ARN'],
  ])('of an Express machine may not be %s', (resource, what) => {
    expect(problem(task(resource), 'EXPRESS')).toBe(
      `SCHEMA_VALIDATION_FAILED /States/Task/Resource: Express state machine does not support ${what}`,
    );
  });

  it("is held to the type of a Distributed Map's children", () => {
    const map = (ExecutionType: string): object => ({
      StartAt: 'Map',
      States: {
        Map: {
          Type: 'Map',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType },
            ...task(`${STATES}ecs:runTask.sync`),
          },
          End: true,
        },
      },
    });
    expect([problem(map('STANDARD')), problem(map('EXPRESS'))]).toStrictEqual([
      undefined,
      "SCHEMA_VALIDATION_FAILED /States/Map/ItemProcessor/States/Task/Resource: Express state machine does not support '.sync' service integration",
    ]);
  });
});
