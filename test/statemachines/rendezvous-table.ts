import {
  TaskError,
  type Json,
  type StepFunctionsEngine,
  type TaskCall,
  type TaskHandlers,
} from '../../engine/index.ts';

interface UpdateItem {
  readonly Key: Readonly<Record<string, { readonly S: string }>>;
  readonly UpdateExpression: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Readonly<Record<string, Json>>;
  readonly ReturnValues?: string;
}

/** The writes of a rendezvous, in process: the one condition and the one kind of update that the ASL uses. */
export function rendezvousTasks(engine: () => StepFunctionsEngine): TaskHandlers {
  const items = new Map<string, Record<string, Json>>();
  const update = (call: TaskCall): Json => {
    const request = call.arguments as unknown as UpdateItem;
    const key = JSON.stringify(request.Key);
    const old = items.get(key);
    if (request.ConditionExpression === 'attribute_not_exists(fate)' && old?.['fate'] !== undefined)
      throw new TaskError('DynamoDb.ConditionalCheckFailedException', 'The conditional request failed');
    const next = { ...old };
    for (const assignment of request.UpdateExpression.replace(/^SET /u, '').split(', ')) {
      const [name = '', value = ''] = assignment.split(' = ');
      next[request.ExpressionAttributeNames?.[name] ?? name] = request.ExpressionAttributeValues[value] ?? null;
    }
    items.set(key, next);
    return request.ReturnValues === 'ALL_OLD' && old !== undefined ? { Attributes: old } : {};
  };
  return {
    'arn:aws:states:::aws-sdk:dynamodb:getItem': (call) => {
      const { Key } = call.arguments as unknown as Pick<UpdateItem, 'Key'>;
      return { Item: items.get(JSON.stringify(Key)) ?? null };
    },
    'arn:aws:states:::aws-sdk:dynamodb:updateItem': update,
    'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken': update,
    'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess': async (call) => {
      const { TaskToken: taskToken, Output: output } = call.arguments as { TaskToken: string; Output: string };
      await engine().sendTaskSuccess({ taskToken, output });
      return {};
    },
  };
}
