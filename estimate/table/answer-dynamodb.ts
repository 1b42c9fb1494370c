import type { Json, TaskCall, TaskHandlers } from '../../engine/index.ts';
import { TaskError } from '../../engine/index.ts';
import type { Requests } from '../requests.ts';
import type { ItemRequest } from './virtual-table.ts';
import { ConditionalCheckFailed, createVirtualTable } from './virtual-table.ts';

/**
 * The DynamoDB calls of a machine's rendezvous, answered from a table of this run alone. `sendTaskSuccess` needs no answer
 * from here: the engine is the service that it calls.
 */
export function answerDynamodb(asked: (requests: Partial<Requests>) => void): TaskHandlers {
  const table = createVirtualTable();
  const update = (call: TaskCall) => {
    // A write that its condition refuses is billed like one that is done.
    asked({ dynamodbWrites: 1 });
    return named(() => table.updateItem(call.arguments as ItemRequest));
  };
  const get = (call: TaskCall) => {
    asked({ dynamodbReads: 1 });
    return table.getItem(call.arguments as ItemRequest);
  };
  return {
    'arn:aws:states:::aws-sdk:dynamodb:updateItem': update,
    'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken': update,
    'arn:aws:states:::aws-sdk:dynamodb:getItem': get,
  };
}

/** Errors by the name that Step Functions gives those of its generic integrations. */
function named(work: () => Json): Json {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailed)) throw error;
    const cause = `${error.message} (Service: DynamoDb, Status Code: 400, Request ID: estimate)`;
    throw new TaskError(`DynamoDb.${error.name}`, cause);
  }
}
