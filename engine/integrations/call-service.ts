import { createHash } from 'node:crypto';
import type { ExecutionScope, TaskRequest } from '../interpreter/execution-scope.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import { TaskError } from '../tasks/task-call.ts';
import { withMetadata } from './http-metadata.ts';
import { eventsResult, withOrigin } from './put-events.ts';
import type { ServiceAnswer } from './service-client.ts';

/** Calls an operation of an optimised integration's service. */
export type CallOptimised = (action: string, parameters: Json) => Promise<ServiceAnswer>;

/** ECS takes the same request twice as one, so that a redelivery after a restart starts no second task. */
const clientToken = ({ idempotencyKey }: TaskRequest): string =>
  createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32);

/** ECS answers with what it could not place as if all were well. */
const tasksResult = (result: JsonObject): JsonObject => {
  const { Tasks, Failures } = result;
  const started = Tasks !== undefined && isJsonArray(Tasks) && Tasks.length > 0;
  if (!started && Failures !== undefined && isJsonArray(Failures) && Failures.length > 0) {
    throw new TaskError('AmazonECS.Unknown', JSON.stringify(result));
  }
  return result;
};

/** The request and response of an optimised integration: its service's own, with what Step Functions adds to each. */
export const callOptimised = async (
  execution: ExecutionScope,
  request: TaskRequest,
  service: string,
  action: string,
  call: CallOptimised,
): Promise<JsonObject> => {
  const given: JsonObject = isJsonObject(request.arguments) ? request.arguments : {};
  if (service === 'events') return eventsResult((await call(action, withOrigin(execution, given))).fields);
  const parameters = service === 'ecs' ? { ClientToken: clientToken(request), ...given } : given;
  const { fields, http } = await call(action, parameters);
  const result = withMetadata(fields, http);
  return service === 'ecs' ? tasksResult(result) : result;
};
