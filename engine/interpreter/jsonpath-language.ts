import type { MapState, State } from '../asl/index.ts';
import { PathFailure } from '../jsonpath/path-failure.ts';
import { setAtPath } from '../jsonpath/set-at-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import { payload, type Payload } from '../json/payload.ts';
import type { Visit } from './branch.ts';
import { ruleHolds } from './choice-rule.ts';
import { effectiveInput, fieldValueAt, fill, pathOrIntrinsic, randomOf, scopeOf, valueAt } from './jsonpath-values.ts';
import { withinLimit } from './payload-limit.ts';
import { errorOutput, noChoiceMatched, runtimeFailure } from './state-failure.ts';
import type { Choice, Completion, StateLanguage } from './state-language.ts';
import { withinVariableLimits } from './variable-limit.ts';
import { waitTime } from './wait-time.ts';

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
  const chosen = path === undefined || path === '$' ? output : fieldValueAt(path, scopeOf(visit, output));
  return withinLimit(visit, chosen === visit.input.value ? visit.input : payload(chosen));
};

const assigned = (visit: Visit, template: JsonObject | undefined, input: Json): JsonObject | undefined => {
  if (template === undefined) return undefined;
  return withinVariableLimits(visit, fill(template, scopeOf(visit, input), randomOf(visit)));
};

const passResult = (visit: Visit): Json => {
  const { state } = visit;
  // The input is made also where a Result takes its place: what is wrong with it fails the state.
  const { value } = afterParameters(visit);
  return state.Type === 'Pass' && state.Result !== undefined ? state.Result : value;
};

/** A number that is given as it is, or by the path in the field of the same name with `Path` added. */
const numberField = (visit: Visit, fields: object, name: string): number | undefined => {
  const entries = new Map<string, unknown>(Object.entries(fields));
  const own = entries.get(name);
  if (typeof own === 'number') return own;
  const path = entries.get(`${name}Path`);
  if (typeof path !== 'string') return undefined;
  const value = fieldValueAt(path, scopeOf(visit, effectiveInput(visit)));
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
  if (typeof value === 'number' && (kind === 'float' || Number.isInteger(value))) {
    if (name !== 'MaxConcurrency' || value >= 0) return value;
    throw runtimeFailure('States.Runtime', `Expected non-negative integer for MaxConcurrency, got '${value}' instead.`);
  }
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
  waitUntil: async (visit) => waitTime(visit),
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
