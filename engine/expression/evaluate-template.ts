import { isJsonArray, isJsonObject, type Json, type JsonFields } from '../json/json.ts';
import { compileExpression, expressionSource, isExpression, type CompiledExpression } from './compile-expression.ts';
import { UNDECIDED } from './direct-evaluation.ts';
import type { Bindings, Moment } from './jsonata-expression.ts';
import { NotJsonError, plainJson } from './plain-json.ts';
import { QueryEvaluationError } from './query-evaluation-error.ts';

/** What the fields of one state are evaluated with. */
export interface Evaluation {
  readonly bindings: Bindings;
  readonly moment: Moment;
  readonly limitMilliseconds: number;
}

type Template =
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'expression'; readonly source: string }
  | { readonly kind: 'array'; readonly items: readonly Template[] }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [string, Template])[] };

const compile = (value: Json): Template => {
  if (typeof value === 'string') {
    return isExpression(value) ? { kind: 'expression', source: expressionSource(value) } : { kind: 'constant', value };
  }
  if (isJsonArray(value)) {
    const items = value.map(compile);
    return items.every(({ kind }) => kind === 'constant') ? { kind: 'constant', value } : { kind: 'array', items };
  }
  if (isJsonObject(value)) {
    const fields = Object.entries(value).map(([key, item]) => [key, compile(item)] as const);
    return fields.every(([, { kind }]) => kind === 'constant')
      ? { kind: 'constant', value }
      : { kind: 'object', fields };
  }
  return { kind: 'constant', value };
};

/** Templates are parts of definitions, which never change: each is compiled once and forgotten with its definition. */
const templates = new WeakMap<object, Template>();

const templateOf = (value: Json): Template => {
  if (typeof value !== 'object' || value === null) return compile(value);
  const known = templates.get(value);
  if (known !== undefined) return known;
  const compiled = compile(value);
  templates.set(value, compiled);
  return compiled;
};

interface JsonataProblem {
  readonly code?: string;
  readonly message?: string;
}

const evaluationError = (source: string, location: string, error: unknown): QueryEvaluationError => {
  const subject = `The JSONata expression '${source}' specified for the field '${location}'`;
  if (error instanceof NotJsonError) {
    return new QueryEvaluationError(`${subject} returned an unsupported result type '${error.found}'.`, location);
  }
  // JSONata throws plain objects with `code` and `message`, and ordinary errors when the stack overflows.
  const problem = error as JsonataProblem;
  const code = problem.code === undefined ? '' : `${problem.code}: `;
  return new QueryEvaluationError(
    `${subject} threw an error during evaluation. ${code}${problem.message ?? String(error)}`,
    location,
  );
};

const finish = (source: string, location: string, value: unknown): Json => {
  if (value === undefined) {
    throw new QueryEvaluationError(
      `The JSONata expression '${source}' specified for the field '${location}' returned nothing (undefined).`,
      location,
    );
  }
  try {
    return plainJson(value);
  } catch (error) {
    throw evaluationError(source, location, error);
  }
};

const evaluateSource = (source: string, location: string, evaluation: Evaluation): Json | Promise<Json> => {
  const { bindings, moment, limitMilliseconds } = evaluation;
  let expression: CompiledExpression;
  try {
    expression = compileExpression(source);
  } catch (error) {
    throw evaluationError(source, location, error);
  }
  const value = expression.direct(bindings);
  if (value !== UNDECIDED) return value as Json;
  // Each field draws random numbers of its own.
  const own: Moment = { now: moment.now, seed: `${moment.seed} ${location}` };
  return expression.evaluate(bindings, own, limitMilliseconds).then(
    (result) => finish(source, location, result),
    (error: unknown) => {
      throw evaluationError(source, location, error);
    },
  );
};

const evaluate = (template: Template, location: string, evaluation: Evaluation): Json | Promise<Json> => {
  switch (template.kind) {
    case 'constant':
      return template.value;
    case 'expression':
      return evaluateSource(template.source, location, evaluation);
    case 'array':
      return evaluateArray(template.items, location, evaluation);
    case 'object':
      return evaluateObject(template.fields, location, evaluation);
  }
};

const evaluateArray = async (
  items: readonly Template[],
  location: string,
  evaluation: Evaluation,
): Promise<readonly Json[]> => {
  const values: Json[] = [];
  for (const [index, item] of items.entries()) {
    const value = evaluate(item, `${location}[${index}]`, evaluation);
    values.push(value instanceof Promise ? await value : value);
  }
  return values;
};

const evaluateObject = (
  fields: readonly (readonly [string, Template])[],
  location: string,
  evaluation: Evaluation,
): Json | Promise<Json> => {
  const values: JsonFields = {};
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index];
    if (field === undefined) continue;
    const value = evaluate(field[1], `${location}/${field[0]}`, evaluation);
    if (value instanceof Promise) return finishObject(values, value, fields, index, location, evaluation);
    values[field[0]] = value;
  }
  return values;
};

/** The rest of an object from the first field whose value is a promise. */
const finishObject = async (
  values: JsonFields,
  first: Promise<Json>,
  fields: readonly (readonly [string, Template])[],
  from: number,
  location: string,
  evaluation: Evaluation,
): Promise<Json> => {
  for (let index = from; index < fields.length; index++) {
    const field = fields[index];
    if (field === undefined) continue;
    values[field[0]] = index === from ? await first : await evaluate(field[1], `${location}/${field[0]}`, evaluation);
  }
  return values;
};

/**
 * Evaluates a field of a state: JSON whose strings may be expressions. `location` names the field in errors.
 * Throws, or rejects with, `QueryEvaluationError`.
 */
export const evaluateTemplate = (value: Json, location: string, evaluation: Evaluation): Json | Promise<Json> =>
  evaluate(templateOf(value), location, evaluation);
