import type { NormalizedSchema } from '@smithy/core/schema';
import { isJsonArray, isJsonObject, type Json, type JsonFields } from '../json/json.ts';
import { TaskError } from '../tasks/task-call.ts';

/**
 * Step Functions names every field of every service in PascalCase, and knows only JSON. The SDK's own schemas tell how
 * each service spells a field and which are bytes or times.
 */
const spellings = (name: string): readonly string[] => [name, `${name.charAt(0).toLowerCase()}${name.slice(1)}`];

/** The body of a request or response; other bytes travel as base64. */
const isBody = (schema: NormalizedSchema): boolean =>
  schema.isStreaming() || schema.getMergedTraits().httpPayload === 1;

const bytesFrom = (value: Json, schema: NormalizedSchema): unknown => {
  if (isBody(schema)) return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  return typeof value === 'string' ? Buffer.from(value, 'base64') : value;
};

const structFrom = (value: Json, schema: NormalizedSchema, place: string): unknown => {
  if (!isJsonObject(value)) return value;
  const members = new Map(schema.structIterator());
  const converted: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const member = spellings(name).find((spelling) => members.has(spelling));
    const memberSchema = member === undefined ? undefined : members.get(member);
    if (member === undefined || memberSchema === undefined) {
      throw new TaskError('States.Runtime', `The field "${name}" is not supported by ${place}`);
    }
    converted[member] = fromJson(item, memberSchema, `${place}.${name}`);
  }
  return converted;
};

const fromJson = (value: Json, schema: NormalizedSchema, place: string): unknown => {
  if (value === null) return value;
  if (schema.isStructSchema()) return structFrom(value, schema, place);
  if (schema.isListSchema() && isJsonArray(value)) {
    return value.map((item) => fromJson(item, schema.getValueSchema(), place));
  }
  if (schema.isMapSchema() && isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fromJson(item, schema.getValueSchema(), place)]),
    );
  }
  if (schema.isBlobSchema()) return bytesFrom(value, schema);
  if (schema.isTimestampSchema()) return timeFrom(value);
  // A field of text that is given as an object, such as the input of StartExecution, travels as its JSON text.
  if (schema.isStringSchema() && typeof value === 'object') return JSON.stringify(value);
  return value;
};

/** Times are given as ISO 8601 text, or as seconds since the epoch. */
const timeFrom = (value: Json): Date => {
  if (typeof value === 'number') return new Date(value * 1000);
  return new Date(typeof value === 'string' ? value : NaN);
};

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const toJson = (value: unknown, schema: NormalizedSchema): Json => {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return `${value.toISOString().slice(0, 19)}Z`;
  if (value instanceof Uint8Array) return Buffer.from(value).toString(isBody(schema) ? 'utf8' : 'base64');
  if (schema.isStructSchema() && isFields(value)) {
    const converted: JsonFields = {};
    for (const [name, member] of schema.structIterator()) {
      const item = value[name];
      if (item !== undefined) converted[`${name.charAt(0).toUpperCase()}${name.slice(1)}`] = toJson(item, member);
    }
    // A member of a union that the SDK does not know.
    return converted;
  }
  if (schema.isListSchema() && Array.isArray(value)) {
    return value.map((item: unknown) => toJson(item, schema.getValueSchema()));
  }
  if (schema.isMapSchema() && isFields(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item, schema.getValueSchema())]));
  }
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : (JSON.parse(JSON.stringify(value)) as Json);
};

/** A request of Step Functions as the SDK's client takes it. Throws `TaskError` for a field that the service does not have. */
export const requestFromJson = (value: Json, schema: NormalizedSchema, action: string): unknown =>
  fromJson(value, schema, action);

/** The client's answer as Step Functions gives it to a state. */
export const responseToJson = (value: unknown, schema: NormalizedSchema): Json => toJson(value, schema);
