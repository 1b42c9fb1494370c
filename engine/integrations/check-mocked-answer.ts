import type { NormalizedSchema } from '@smithy/core/schema';
import { isJsonArray, isJsonObject, type Json } from '../json/json.ts';

/** A service's own model says which members come first and are required: the last item of a structure's schema. */
const requiredOf = (schema: NormalizedSchema): number => {
  const raw: unknown = schema.getSchema();
  const count: unknown = Array.isArray(raw) ? raw[6] : undefined;
  return typeof count === 'number' ? count : 0;
};

const pascal = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const typeFault = (value: Json, schema: NormalizedSchema): string | undefined => {
  if (schema.isStringSchema() || schema.isTimestampSchema() || schema.isBlobSchema()) {
    return typeof value === 'string' || schema.isStreaming() ? undefined : 'a string';
  }
  if (schema.isNumericSchema() || schema.isBigIntegerSchema())
    return typeof value === 'number' ? undefined : 'a number';
  if (schema.isBooleanSchema()) return typeof value === 'boolean' ? undefined : 'a boolean';
  if (schema.isListSchema()) return isJsonArray(value) ? undefined : 'an array';
  if (schema.isMapSchema() || schema.isStructSchema()) return isJsonObject(value) ? undefined : 'an object';
  return undefined;
};

/**
 * What is wrong with a mocked answer of a service, in AWS's words, by the model of the installed client. `strict` asks
 * for what the model requires; without it only what is present is looked at. Fields that the model does not know pass.
 */
export const mockedAnswerFault = (
  value: Json,
  schema: NormalizedSchema,
  strict: boolean,
  field?: string,
): string | undefined => {
  const wrong = typeFault(value, schema);
  if (wrong !== undefined) {
    return field === undefined
      ? `Mock result must be a valid JSON object`
      : `Mock result schema validation error: Field '${field}' must be ${wrong}`;
  }
  if (schema.isListSchema() && isJsonArray(value)) {
    return firstFault(
      value.map((item) => [item, schema.getValueSchema(), field] as const),
      strict,
    );
  }
  if (schema.isMapSchema() && isJsonObject(value)) {
    return firstFault(
      Object.values(value).map((item) => [item, schema.getValueSchema(), field] as const),
      strict,
    );
  }
  if (!schema.isStructSchema() || !isJsonObject(value)) return undefined;
  const members = [...schema.structIterator()].map(([name, member]) => [pascal(name), member] as const);
  const missing = strict ? members.slice(0, requiredOf(schema)).find(([name]) => value[name] === undefined) : undefined;
  if (missing !== undefined) {
    return `Mock result schema validation error: Required field '${missing[0]}' is missing`;
  }
  return firstFault(
    members.flatMap(([name, member]) => {
      const item = value[name];
      return item === undefined ? [] : [[item, member, name] as const];
    }),
    strict,
  );
};

const firstFault = (
  parts: readonly (readonly [Json, NormalizedSchema, string | undefined])[],
  strict: boolean,
): string | undefined => {
  for (const [item, schema, field] of parts) {
    const fault = mockedAnswerFault(item, schema, strict, field);
    if (fault !== undefined) return fault;
  }
  return undefined;
};
