import { evaluateTemplate, type Evaluation } from '../expression/evaluate-template.ts';
import { QueryEvaluationError } from '../expression/query-evaluation-error.ts';
import { seedFrom, seededRandom } from '../expression/seeded-random.ts';
import type { Json, JsonFields, JsonObject } from '../json/json.ts';
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
const randomOf = (visit: Visit): (() => number) => {
  let random: (() => number) | undefined;
  return () => (random ??= seededRandom(seedFrom(`${visit.branch.execution.seed}${visit.path}.${visit.retryCount}`)))();
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
    source: { now: execution.clock.now(), random: randomOf(visit) },
    limitMilliseconds: execution.limits.expressionMilliseconds,
  };
};

/** `States.QueryEvaluationError` for a failed expression; anything else as it is. */
export const asStateFailure = (error: unknown): unknown =>
  error instanceof QueryEvaluationError
    ? runtimeFailure('States.QueryEvaluationError', error.message, error.location)
    : error;

/** Evaluates one field of a state. Rejects with `StateFailure`. */
export const evaluateField = async (
  visit: Visit,
  value: Json,
  location: string,
  fields?: StatesFields,
): Promise<Json> => {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  try {
    return await evaluateTemplate(value, location, createEvaluation(visit, fields));
  } catch (error) {
    throw asStateFailure(error);
  }
};

const typeName = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
};

const resultTypeFailure = (text: string, location: string, expected: string, found: Json): unknown =>
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
