import type { NormalizedSchema } from '@smithy/core/schema';
import { isJsonArray, isJsonObject, type Json, type JsonFields } from '../json/json.ts';
import { TaskError } from '../tasks/task-call.ts';
import { fieldsOf } from './schema-fields.ts';
import type { SdkStyle } from './sdk-error.ts';

/** The body of a request or response; other bytes travel as base64. */
const isBody = (schema: NormalizedSchema): boolean =>
  schema.isStreaming() || schema.getMergedTraits().httpPayload === 1;

const bytesFrom = (value: Json, schema: NormalizedSchema): unknown => {
  if (isBody(schema)) return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  return typeof value === 'string' ? Buffer.from(value, 'base64') : value;
};

/** As AWS says it: https://docs.aws.amazon.com/step-functions/latest/dg/connect-parameters.html */
export const unsupportedField = (name: string): TaskError =>
  new TaskError('States.Runtime', `The field "${name}" is not supported by Step Functions`);

const structFrom = (value: Json, schema: NormalizedSchema, style: SdkStyle): unknown => {
  if (!isJsonObject(value)) return value;
  const { byName } = fieldsOf(schema, style);
  const converted: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const field = byName.get(name);
    if (field === undefined) throw unsupportedField(name);
    converted[field.member] = fromJson(item, field.schema, style);
  }
  return converted;
};

const fromJson = (value: Json, schema: NormalizedSchema, style: SdkStyle): unknown => {
  if (value === null) return value;
  if (schema.isStructSchema()) return structFrom(value, schema, style);
  if (schema.isListSchema() && isJsonArray(value)) {
    return value.map((item) => fromJson(item, schema.getValueSchema(), style));
  }
  if (schema.isMapSchema() && isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fromJson(item, schema.getValueSchema(), style)]),
    );
  }
  if (schema.isBlobSchema()) return bytesFrom(value, schema);
  if (schema.isTimestampSchema()) return timeFrom(value);
  // A field of text that is given as JSON, such as the input of StartExecution, travels as its text.
  if (schema.isStringSchema() && typeof value !== 'string') return JSON.stringify(value);
  return value;
};

/** Times are given as ISO 8601 text, or as seconds since the epoch. */
const timeFrom = (value: Json): Date => {
  if (typeof value === 'number') return new Date(value * 1000);
  return new Date(typeof value === 'string' ? value : NaN);
};

/** Java's `Instant` leaves out a fraction of nothing; version 1 of its SDK gives times as numbers. */
const timeTo = (time: Date, style: SdkStyle): Json =>
  style === 'optimised' ? time.getTime() : time.toISOString().replace('.000Z', 'Z');

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const structTo = (value: Readonly<Record<string, unknown>>, schema: NormalizedSchema, style: SdkStyle): Json => {
  const converted: JsonFields = {};
  // A member of a union that the SDK does not know is left out.
  for (const { member, name, schema: inner } of fieldsOf(schema, style).byMember.values()) {
    const item = value[member];
    if (item !== undefined) converted[name] = toJson(item, inner, style);
  }
  return converted;
};

const toJson = (value: unknown, schema: NormalizedSchema, style: SdkStyle): Json => {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return timeTo(value, style);
  if (value instanceof Uint8Array) return Buffer.from(value).toString(isBody(schema) ? 'utf8' : 'base64');
  if (schema.isStructSchema() && isFields(value)) return structTo(value, schema, style);
  if (schema.isListSchema() && Array.isArray(value)) {
    return value.map((item: unknown) => toJson(item, schema.getValueSchema(), style));
  }
  if (schema.isMapSchema() && isFields(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, toJson(item, schema.getValueSchema(), style)]),
    );
  }
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : (JSON.parse(JSON.stringify(value)) as Json);
};

/** A request of Step Functions as the SDK's client takes it. Throws `TaskError` for a field that the service does not have. */
export const requestFromJson = fromJson;

/** The client's answer as Step Functions gives it to a state. */
export const responseToJson = toJson;
