import type { ChoiceRule, MapState, State } from '../asl/index.ts';
import { seedFrom, seededRandom } from '../expression/seeded-random.ts';
import { evaluateIntrinsic, parseIntrinsic } from '../intrinsics/evaluate-intrinsic.ts';
import { IntrinsicFailure } from '../intrinsics/intrinsic-failure.ts';
import { choiceOperators } from '../jsonpath/choice-operators.ts';
import { endsPastList, evaluatePath, type PathScope } from '../jsonpath/evaluate-path.ts';
import { PathFailure } from '../jsonpath/path-failure.ts';
import { setAtPath } from '../jsonpath/set-at-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonFields, type JsonObject } from '../json/json.ts';
import { payload, payloadText, type Payload } from '../json/payload.ts';
import type { Visit } from './branch.ts';
import { contextObject } from './context-object.ts';
import { withinLimit } from './payload-limit.ts';
import { errorOutput, noChoiceMatched, runtimeFailure } from './state-failure.ts';
import type { Choice, Completion, StateLanguage } from './state-language.ts';
import { withinVariableLimits } from './variable-limit.ts';

const randomOf = (visit: Visit): (() => number) => {
  let random: (() => number) | undefined;
  return () => (random ??= seededRandom(seedFrom(`${visit.branch.execution.seed}${visit.path}.${visit.retryCount}`)))();
};

/** What paths see, with the text of the input, which causes of failures show as it came. */
interface Scope extends PathScope {
  readonly inputText: () => string;
}

const scopeOf = (visit: Visit, input: Json, mapContext?: JsonObject): Scope => ({
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

const found = (text: string, scope: PathScope): Json | undefined => {
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
const valueAt = (text: string, field: string, scope: Scope): Json => {
  const value = found(text, scope);
  if (value !== undefined) return value;
  throw runtimeFailure(
    'States.Runtime',
    `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${searched(text, scope)}'`,
  );
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

const pathOrIntrinsic = (text: string, field: string, scope: Scope, random: () => number): Json => {
  if (text.startsWith('States.')) return callIntrinsic(text, scope, random);
  // Recorded on AWS: in a template an index past the end of a list gives null, elsewhere it fails.
  if (found(text, scope) === undefined && endsPastList(text, scope)) return null;
  return valueAt(text, field, scope);
};

/** A payload template: a field whose name ends in `.$` is a path or an intrinsic function. */
const fill = (template: Json, scope: Scope, random: () => number): Json => {
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
const effectiveInput = (visit: Visit): Json => {
  const { state } = visit;
  const path = 'InputPath' in state ? state.InputPath : undefined;
  if (path === undefined || path === '$') return visit.input.value;
  return path === null ? {} : valueAt(path, 'InputPath', scopeOf(visit, visit.input.value));
};

const afterParameters = (visit: Visit): Payload => {
  const { state } = visit;
  const template = 'Parameters' in state ? state.Parameters : undefined;
  const input = effectiveInput(visit);
  const { inspect } = visit.branch.execution;
  inspect?.('afterInputPath', input);
  if (template === undefined) {
    inspect?.('afterParameters', input);
    return input === visit.input.value ? visit.input : payload(input);
  }
  const filled = fill(template, scopeOf(visit, input), randomOf(visit));
  inspect?.('afterParameters', filled);
  return payload(filled);
};

const placed = (visit: Visit, path: string | null | undefined, result: Json): Json => {
  if (path === undefined || path === '$') return result;
  if (path === null) return visit.input.value;
  try {
    return setAtPath(visit.input.value, path, result);
  } catch (error) {
    if (error instanceof PathFailure) throw runtimeFailure('States.ResultPathMatchFailure', error.message);
    throw error;
  }
};

const afterOutputPath = (visit: Visit, output: Json): Payload => {
  const { state } = visit;
  const path = 'OutputPath' in state ? state.OutputPath : undefined;
  if (path === null) return payload({});
  const chosen = path === undefined || path === '$' ? output : valueAt(path, 'OutputPath', scopeOf(visit, output));
  return withinLimit(visit, chosen === visit.input.value ? visit.input : payload(chosen));
};

const assigned = (visit: Visit, template: JsonObject | undefined, input: Json): JsonObject | undefined => {
  if (template === undefined) return undefined;
  return withinVariableLimits(visit, fill(template, scopeOf(visit, input), randomOf(visit)));
};

const passResult = (visit: Visit): Json => {
  const { state } = visit;
  if (state.Type === 'Pass' && state.Result !== undefined) return state.Result;
  return afterParameters(visit).value;
};

const CONNECTIVES = new Set(['Variable', 'Next', 'Comment', 'Assign', 'Output']);

const ruleHolds = (rule: ChoiceRule, scope: Scope): boolean => {
  if (rule.And !== undefined) return rule.And.every((inner) => ruleHolds(inner, scope));
  if (rule.Or !== undefined) return rule.Or.some((inner) => ruleHolds(inner, scope));
  if (rule.Not !== undefined) return !ruleHolds(rule.Not, scope);
  const variable = rule.Variable ?? '$';
  const comparison = Object.keys(rule).find((name) => !CONNECTIVES.has(name));
  if (comparison === undefined) throw runtimeFailure('States.Runtime', 'A choice rule has no comparison');
  const byPath = comparison.endsWith('Path') && choiceOperators[comparison] === undefined;
  const operator = choiceOperators[byPath ? comparison.slice(0, -'Path'.length) : comparison];
  if (operator === undefined) throw runtimeFailure('States.Runtime', `There is no comparison '${comparison}'`);
  const given = rule[comparison] as Json;
  const wanted = byPath ? valueOfVariable(typeof given === 'string' ? given : '', scope) : given;
  const value = comparison === 'IsPresent' ? found(variable, scope) : valueOfVariable(variable, scope);
  return operator(value, wanted);
};

const valueOfVariable = (path: string, scope: PathScope): Json => {
  const value = found(path, scope);
  if (value !== undefined) return value;
  throw runtimeFailure(
    'States.Runtime',
    `Invalid path '${path}': The choice state's condition path references an invalid value.`,
  );
};

/** A number that is given as it is, or by the path in the field of the same name with `Path` added. */
const numberField = (visit: Visit, fields: object, name: string): number | undefined => {
  const entries = new Map<string, unknown>(Object.entries(fields));
  const own = entries.get(name);
  if (typeof own === 'number') return own;
  const path = entries.get(`${name}Path`);
  if (typeof path !== 'string') return undefined;
  const value = valueAt(path, `${name}Path`, scopeOf(visit, effectiveInput(visit)));
  if (typeof value === 'number') return value;
  throw runtimeFailure(
    'States.Runtime',
    `The ${name}Path parameter does not reference a number: ${JSON.stringify(value)}`,
  );
};

/** A number of a Map, given as it is or by its path, in the words in which the service refuses another value. */
const mapNumberField = (visit: Visit, fields: object, name: string, kind: 'integer' | 'float'): number | undefined => {
  const entries = new Map<string, unknown>(Object.entries(fields));
  const own = entries.get(name);
  if (typeof own === 'number') return own;
  const path = entries.get(`${name}Path`);
  if (typeof path !== 'string') return undefined;
  const value = valueAt(path, `${name}Path`, scopeOf(visit, effectiveInput(visit)));
  if (typeof value === 'number' && (kind === 'float' || Number.isInteger(value))) return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  throw runtimeFailure(
    'States.Runtime',
    `The ${name}Path field refers to value "${text}" which is not a valid ${kind}: ${path}`,
  );
};

const mapItems = (visit: Visit<MapState<State>>): Json => {
  const input = effectiveInput(visit);
  const { ItemsPath } = visit.state;
  return ItemsPath === undefined ? input : valueAt(ItemsPath, 'ItemsPath', scopeOf(visit, input));
};

const objectFrom = (visit: Visit, template: JsonObject): JsonObject => {
  const filled = fill(template, scopeOf(visit, effectiveInput(visit)), randomOf(visit));
  return isJsonObject(filled) ? filled : {};
};

/** JSONPath: InputPath, Parameters, ResultSelector, ResultPath, OutputPath, and intrinsic functions. */
export const jsonpathLanguage: StateLanguage = {
  // A Map's Parameters are the older name of its ItemSelector.
  arguments(visit) {
    if (visit.state.Type !== 'Map') return afterParameters(visit);
    const input = effectiveInput(visit);
    visit.branch.execution.inspect?.('afterInputPath', input);
    return payload(input);
  },
  complete(visit, result): Completion {
    const { state } = visit;
    const works = state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map';
    const raw = works ? (result?.value ?? null) : state.Type === 'Pass' ? passResult(visit) : effectiveInput(visit);
    const selector = works ? state.ResultSelector : undefined;
    const selected = selector === undefined ? raw : fill(selector, scopeOf(visit, raw), randomOf(visit));
    const place = works || state.Type === 'Pass' ? placed(visit, state.ResultPath, selected) : selected;
    const { inspect } = visit.branch.execution;
    if (inspect !== undefined && (works || state.Type === 'Pass')) {
      if (state.Type === 'Pass') inspect('result', raw);
      inspect('afterResultSelector', selected);
      inspect('afterResultPath', place);
    }
    return {
      output: afterOutputPath(visit, place),
      assigned: 'Assign' in state ? assigned(visit, state.Assign, selected) : undefined,
    };
  },
  async caught(visit, catcher, _index, failure) {
    const error = { ...errorOutput(failure) };
    return {
      output: withinLimit(visit, payload(placed(visit, catcher.ResultPath, error))),
      assigned: assigned(visit, catcher.Assign, error),
    };
  },
  async choose(visit): Promise<Choice> {
    const { state } = visit;
    const input = effectiveInput(visit);
    const scope = scopeOf(visit, input);
    const rule = state.Choices.find((candidate) => ruleHolds(candidate, scope));
    const next = rule === undefined ? state.Default : rule.Next;
    if (next === undefined) throw noChoiceMatched();
    return {
      output: afterOutputPath(visit, input),
      assigned: assigned(visit, rule === undefined ? state.Assign : rule.Assign, input),
      next,
    };
  },
  async seconds(visit, field) {
    const value = numberField(visit, visit.state, field);
    if (value === undefined || (Number.isInteger(value) && value > 0)) return value;
    throw runtimeFailure('States.Runtime', `${field} must be a whole number of 1 or more, but is ${value}`);
  },
  roleArn(visit) {
    const credentials = visit.state.Type === 'Task' ? visit.state.Credentials : undefined;
    if (credentials === undefined) return undefined;
    const { RoleArn } = objectFrom(visit, { ...credentials });
    if (typeof RoleArn === 'string') return RoleArn;
    throw runtimeFailure(
      'States.Runtime',
      `The RoleArn of Credentials must be a text: ${JSON.stringify(RoleArn ?? null)}`,
    );
  },
  async waitUntil(visit) {
    const { state } = visit;
    if (state.Type !== 'Wait') return visit.entered.timestamp;
    const seconds = numberField(visit, state, 'Seconds');
    if (seconds !== undefined) return visit.since + Math.max(seconds, 0) * 1000;
    const scope = scopeOf(visit, effectiveInput(visit));
    const text = state.Timestamp ?? valueAt(state.TimestampPath ?? '$', 'TimestampPath', scope);
    const time = typeof text === 'string' ? Date.parse(text) : NaN;
    if (!Number.isNaN(time)) return time;
    throw runtimeFailure(
      'States.Runtime',
      `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${JSON.stringify(text)}`,
    );
  },
  async failText(visit, field) {
    const { state } = visit;
    if (state.Type !== 'Fail') return undefined;
    const path = field === 'Error' ? state.ErrorPath : state.CausePath;
    if (path === undefined) return state[field];
    const value = pathOrIntrinsic(path, `${field}Path`, scopeOf(visit, visit.input.value), randomOf(visit));
    if (typeof value === 'string') return value;
    throw runtimeFailure(
      'States.Runtime',
      `The ${field}Path parameter does not reference a text: ${JSON.stringify(value)}`,
    );
  },
  mapNumber: async (visit, field) =>
    mapNumberField(visit, visit.state, field, field === 'ToleratedFailurePercentage' ? 'float' : 'integer'),
  maxItems: (visit, reader) => mapNumberField(visit, reader.ReaderConfig ?? {}, 'MaxItems', 'integer'),
  async items(visit) {
    const items = mapItems(visit);
    if (isJsonArray(items)) return items.map((value, Index) => ({ value, context: { Index, Value: value } }));
    throw runtimeFailure('States.Runtime', `Reference path "${visit.state.ItemsPath ?? '$'}" must point to array.`);
  },
  selectItem(visit, item) {
    const template = visit.state.ItemSelector ?? visit.state.Parameters;
    if (template === undefined) return item.value;
    return fill(template, scopeOf(visit, effectiveInput(visit), { Item: item.context }), randomOf(visit));
  },
  mapArguments: async (visit, part) => objectFrom(visit, visit.state[part]?.Parameters ?? {}),
  batchInput: async (visit, { BatchInput }) => (BatchInput === undefined ? undefined : objectFrom(visit, BatchInput)),
  batchNumber: async (visit, batcher, field) => numberField(visit, batcher, field),
};
