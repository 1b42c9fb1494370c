import type { ExecutionScope } from '../interpreter/execution-scope.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import { TaskError } from '../tasks/task-call.ts';

/** Every event says which execution sent it: https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html */
export const withOrigin = (execution: ExecutionScope, parameters: JsonObject): JsonObject => {
  const { Entries } = parameters;
  if (Entries === undefined || !isJsonArray(Entries)) return parameters;
  const origin = [execution.stateMachine.id, execution.arn];
  return {
    ...parameters,
    Entries: Entries.map((entry: Json) => {
      if (!isJsonObject(entry)) return entry;
      const { Resources } = entry;
      return {
        ...entry,
        Resources: [...(Resources !== undefined && isJsonArray(Resources) ? Resources : []), ...origin],
      };
    }),
  };
};

/** One event that was not taken fails the task, whatever became of the others. */
export const eventsResult = (fields: JsonObject): JsonObject => {
  const { Entries = [], FailedEntryCount = 0 } = fields;
  const result = { Entries, FailedEntryCount };
  if (FailedEntryCount !== 0) throw new TaskError('EventBridge.FailedEntry', JSON.stringify(result));
  return result;
};
