import type { Clock } from '../clock/clock.ts';
import { evaluateTemplate, type Evaluation } from '../expression/evaluate-template.ts';
import { QueryEvaluationError } from '../expression/query-evaluation-error.ts';
import { isJsonObject, type Json, type JsonFields, type JsonObject } from '../json/json.ts';
import type { Visit } from './branch.ts';
import { contextObject } from './context-object.ts';
import { runtimeFailure } from './state-failure.ts';

/** What `$states` holds beside `input` and `context`. */
export interface StatesFields {
  readonly result?: Json;
  readonly errorOutput?: Json;
  /** `$states.context.Map` where a Map evaluates a field for one of its items. */
  readonly mapContext?: JsonObject;
}

/** The same numbers at the same place of the same execution: an evaluation repeated after a restart gives the same result. */
const seedOf = (visit: Visit, mapContext: JsonObject | undefined): string => {
  const item = mapContext?.['Item'];
  const index = isJsonObject(item) ? item['Index'] : undefined;
  return `${visit.branch.execution.seed}${visit.path}.${visit.retryCount}.${typeof index === 'number' ? index : ''}`;
};

export const createEvaluation = (visit: Visit, fields: StatesFields = {}): Evaluation => {
  const { execution, variables } = visit.branch;
  const states: JsonFields = {
    input: visit.input.value,
    context: contextObject(visit, fields.mapContext ?? visit.branch.mapContext),
  };
  if (fields.result !== undefined) states['result'] = fields.result;
  if (fields.errorOutput !== undefined) states['errorOutput'] = fields.errorOutput;
  return {
    bindings: { ...variables, states },
    moment: { now: execution.clock.now(), seed: seedOf(visit, fields.mapContext) },
    limitMilliseconds: execution.limits.expressionMilliseconds,
  };
};

/** `States.QueryEvaluationError` for a failed expression; anything else as it is. */
export const asStateFailure = (error: unknown): unknown =>
  error instanceof QueryEvaluationError
    ? runtimeFailure('States.QueryEvaluationError', error.message, error.location)
    : error;

/** While an expression is evaluated elsewhere, or in turns, virtual time stands still. */
const held = async (clock: Clock, value: Promise<Json>): Promise<Json> => {
  clock.hold();
  try {
    return await value;
  } catch (error) {
    throw asStateFailure(error);
  } finally {
    clock.release();
  }
};

/** Evaluates one field of a state. Throws, or rejects with, `StateFailure`. */
export const evaluateField = (
  visit: Visit,
  value: Json,
  location: string,
  fields?: StatesFields,
): Json | Promise<Json> => {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  let result: Json | Promise<Json>;
  try {
    result = evaluateTemplate(value, location, createEvaluation(visit, fields));
  } catch (error) {
    throw asStateFailure(error);
  }
  return result instanceof Promise ? held(visit.branch.execution.clock, result) : result;
};

const typeName = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
};

/** The failure of an expression that gave another type than its field may have. */
export const resultTypeFailure = (text: string, location: string, expected: string, found: Json): unknown =>
  runtimeFailure(
    'States.QueryEvaluationError',
    `The JSONata expression '${text.replace(/^\{%\s*|\s*%\}$/g, '')}' specified for the field '${location}' returned an unexpected result type. Expected '${expected}', but was '${typeName(found)}' for value: ${JSON.stringify(found)}`,
    location,
  );

/** Evaluates a field that must be a whole number from `least` up. */
export const evaluateInteger = async (
  visit: Visit,
  value: number | string,
  location: string,
  least: number,
): Promise<number> => {
  const result = await evaluateField(visit, value, location);
  if (typeof result !== 'number' || !Number.isInteger(result)) {
    throw resultTypeFailure(String(value), location, 'integer', result);
  }
  if (result < least) {
    throw runtimeFailure(
      'States.QueryEvaluationError',
      `The field '${location}' must be ${least} or more, but was ${result}`,
      location,
    );
  }
  return result;
};

/** Evaluates a field that must be a text. */
export const evaluateText = async (visit: Visit, value: string, location: string): Promise<string> => {
  const result = await evaluateField(visit, value, location);
  if (typeof result !== 'string') throw resultTypeFailure(value, location, 'string', result);
  return result;
};
