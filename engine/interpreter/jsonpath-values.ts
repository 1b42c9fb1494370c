import { seedFrom, seededRandom } from '../expression/seeded-random.ts';
import { evaluateIntrinsic, parseIntrinsic } from '../intrinsics/evaluate-intrinsic.ts';
import { IntrinsicFailure } from '../intrinsics/intrinsic-failure.ts';
import { endsPastList, evaluatePath, noResult, type PathScope } from '../jsonpath/evaluate-path.ts';
import { PathFailure } from '../jsonpath/path-failure.ts';
import { isJsonArray, isJsonObject, type Json, type JsonFields, type JsonObject } from '../json/json.ts';
import { payloadText } from '../json/payload.ts';
import type { Visit } from './branch.ts';
import { contextObject } from './context-object.ts';
import { runtimeFailure } from './state-failure.ts';

export const randomOf = (visit: Visit): (() => number) => {
  let random: (() => number) | undefined;
  return () => (random ??= seededRandom(seedFrom(`${visit.branch.execution.seed}${visit.path}.${visit.retryCount}`)))();
};

/** What paths see, with the text of the input, which causes of failures show as it came. */
export interface Scope extends PathScope {
  readonly inputText: () => string;
}

export const scopeOf = (visit: Visit, input: Json, mapContext?: JsonObject): Scope => ({
  input,
  inputText: () => (input === visit.input.value ? payloadText(visit.input) : JSON.stringify(input)),
  context: contextObject(visit, mapContext ?? visit.branch.mapContext),
  variables: visit.branch.variables,
});

const asFailure = (error: unknown): unknown => {
  if (error instanceof PathFailure) return runtimeFailure('States.Runtime', error.message);
  if (error instanceof IntrinsicFailure) return runtimeFailure('States.IntrinsicFailure', error.message);
  return error;
};

export const found = (text: string, scope: PathScope): Json | undefined => {
  try {
    return evaluatePath(text, scope);
  } catch (error) {
    throw asFailure(error);
  }
};

/** Which document a path was looked up in, as text. A variable that is not set is missing from no document. */
const searched = (text: string, scope: Scope): string =>
  text.startsWith('$$') ? JSON.stringify(scope.context) : scope.inputText();

/** The value at a path that must exist. */
export const valueAt = (text: string, field: string, scope: Scope): Json => {
  const value = found(text, scope);
  if (value !== undefined) return value;
  throw runtimeFailure(
    'States.Runtime',
    `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${searched(text, scope)}'`,
  );
};

/** The value at the path of a field that is not part of a template, with the cause as recorded on AWS. */
export const fieldValueAt = (text: string, scope: Scope): Json => {
  const value = found(text, scope);
  if (value !== undefined) return value;
  throw runtimeFailure('States.Runtime', `Invalid path '${text}' : ${noResult(text, scope)}`);
};

/** The causes are as recorded on AWS, which names the whole call, and a path into the context by its own root. */
const callIntrinsic = (text: string, scope: Scope, random: () => number): Json => {
  const argument = (path: string): Json => {
    const value = found(path, scope);
    if (value !== undefined) return value;
    const named = path.startsWith('$$') ? path.slice(1) : path;
    throw runtimeFailure(
      'States.Runtime',
      `The function '${text}' had the following error: The JsonPath argument for the field '${named}' could not be found in the input '${scope.inputText()}'`,
    );
  };
  try {
    return evaluateIntrinsic(parseIntrinsic(text), argument, random);
  } catch (error) {
    throw error instanceof IntrinsicFailure
      ? runtimeFailure('States.IntrinsicFailure', `The function '${text}' had the following error: ${error.message}`)
      : asFailure(error);
  }
};

export const pathOrIntrinsic = (text: string, field: string, scope: Scope, random: () => number): Json => {
  if (text.startsWith('States.')) return callIntrinsic(text, scope, random);
  // Recorded on AWS: in a template an index past the end of a list gives null, elsewhere it fails.
  if (found(text, scope) === undefined && endsPastList(text, scope)) return null;
  return valueAt(text, field, scope);
};

/** A payload template: a field whose name ends in `.$` is a path or an intrinsic function. */
export const fill = (template: Json, scope: Scope, random: () => number): Json => {
  if (isJsonArray(template)) return template.map((item) => fill(item, scope, random));
  if (!isJsonObject(template)) return template;
  const filled: JsonFields = {};
  for (const [name, value] of Object.entries(template)) {
    if (!name.endsWith('.$')) filled[name] = fill(value, scope, random);
    else if (typeof value === 'string') filled[name.slice(0, -2)] = pathOrIntrinsic(value, name, scope, random);
    else
      throw runtimeFailure(
        'States.Runtime',
        `The value of the field '${name}' must be a path or an intrinsic function, but is ${JSON.stringify(value)}`,
      );
  }
  return filled;
};

/** The input after InputPath. */
export const effectiveInput = (visit: Visit): Json => {
  const { state } = visit;
  const path = 'InputPath' in state ? state.InputPath : undefined;
  if (path === undefined || path === '$') return visit.input.value;
  return path === null ? {} : fieldValueAt(path, scopeOf(visit, visit.input.value));
};
