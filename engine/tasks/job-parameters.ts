import { isJsonArray, isJsonObject, type Json, type JsonFields, type JsonObject } from '../json/json.ts';
import type { TaskResource } from './task-resource.ts';

const STARTED_BY: JsonObject = { Name: 'MANAGED_BY_AWS', Value: 'STARTED_BY_STEP_FUNCTIONS' };

const withEnvironment = (parameters: JsonObject): JsonObject => {
  const overrides = parameters['ContainerOverrides'];
  const fields: JsonFields = overrides !== undefined && isJsonObject(overrides) ? { ...overrides } : {};
  const environment = fields['Environment'];
  const given = environment !== undefined && isJsonArray(environment) ? environment : [];
  return { ...parameters, ContainerOverrides: { ...fields, Environment: [...given, STARTED_BY] } };
};

/** A task's parameters with what Step Functions itself adds to those of a job that it waits for. */
export const withJobParameters = (resource: TaskResource, parameters: Json): Json => {
  if (resource.kind !== 'integration' || resource.pattern !== 'sync' || !isJsonObject(parameters)) return parameters;
  if (resource.service === 'ecs') return { ...parameters, StartedBy: 'AWS Step Functions' };
  return resource.service === 'batch' ? withEnvironment(parameters) : parameters;
};
