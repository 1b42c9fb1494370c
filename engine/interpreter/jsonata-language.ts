import { secondOf } from '../json/iso-time.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { isJsonArray, isJsonObject } from '../json/json.ts';
import { payload, type Payload } from '../json/payload.ts';
import type { Visit } from './branch.ts';
import {
  evaluateField,
  evaluateInteger,
  evaluateText,
  resultTypeFailure,
  type StatesFields,
} from './evaluate-field.ts';
import { withinLimit } from './payload-limit.ts';
import { errorOutput, noChoiceMatched, runtimeFailure } from './state-failure.ts';
import type { Completion, MapItem, StateLanguage } from './state-language.ts';
import { withinVariableLimits } from './variable-limit.ts';

interface OutputFields {
  readonly Output?: Json;
  readonly Assign?: JsonObject;
}

/** Evaluates Output and Assign side by side: both see the values from before either. */
const shape = async (
  visit: Visit,
  fields: OutputFields,
  prefix: string,
  states: StatesFields,
  unshaped: Payload,
): Promise<Completion> => {
  const output =
    fields.Output === undefined
      ? unshaped
      : payload(await evaluateField(visit, fields.Output, `${prefix}Output`, states));
  const assigned =
    fields.Assign === undefined ? undefined : await evaluateField(visit, fields.Assign, `${prefix}Assign`, states);
  return {
    output: withinLimit(visit, output),
    assigned: withinVariableLimits(visit, assigned),
  };
};

const outputFields = (visit: Visit): OutputFields => (visit.state.Type === 'Fail' ? {} : visit.state);

const itemsOf = (items: Json, text: string, location: string): readonly MapItem[] => {
  if (isJsonArray(items)) return items.map((value, Index) => ({ value, context: { Index, Value: value } }));
  if (isJsonObject(items)) {
    return Object.entries(items).map(([Key, Value], Index) => ({
      value: { Key, Value },
      context: { Index, Key, Value },
    }));
  }
  throw resultTypeFailure(text, location, 'array', items);
};

const evaluateObject = async (visit: Visit, value: JsonObject, location: string): Promise<JsonObject> => {
  const result = await evaluateField(visit, value, location);
  return isJsonObject(result) ? result : {};
};

/** JSONata: Arguments, Output, Assign, and expressions in every other field. */
export const jsonataLanguage: StateLanguage = {
  arguments(visit) {
    const { state } = visit;
    const template = state.Type === 'Task' || state.Type === 'Parallel' ? state.Arguments : undefined;
    const { inspect } = visit.branch.execution;
    if (template === undefined) {
      if (state.Type !== 'Map') inspect?.('afterArguments', visit.input.value);
      return visit.input;
    }
    const value = evaluateField(visit, template, 'Arguments');
    const taken = (result: Json): Payload => {
      inspect?.('afterArguments', result);
      return payload(result);
    };
    return value instanceof Promise ? value.then(taken) : taken(value);
  },
  complete(visit, result) {
    const fields = outputFields(visit);
    const unshaped = result ?? visit.input;
    if (fields.Output === undefined && fields.Assign === undefined) {
      return { output: withinLimit(visit, unshaped), assigned: undefined };
    }
    return shape(visit, fields, '', result === undefined ? {} : { result: result.value }, unshaped);
  },
  caught(visit, catcher, index, failure) {
    const error = { ...errorOutput(failure) };
    return shape(visit, catcher, `Catch[${index}]/`, { errorOutput: error }, payload(error));
  },
  async choose(visit) {
    const { state } = visit;
    for (const [index, rule] of state.Choices.entries()) {
      const location = `Choices[${index}]/Condition`;
      const met = await evaluateField(visit, rule.Condition ?? false, location);
      if (typeof met !== 'boolean') {
        throw resultTypeFailure(String(rule.Condition), location, 'boolean', met);
      }
      if (!met || rule.Next === undefined) continue;
      const fields = {
        ...(rule.Output === undefined ? {} : { Output: rule.Output }),
        ...(rule.Assign === undefined ? {} : { Assign: rule.Assign }),
      };
      const shaped = await shape(visit, fields, `Choices[${index}]/`, {}, visit.input);
      return { ...shaped, next: rule.Next };
    }
    if (state.Default === undefined) {
      throw noChoiceMatched();
    }
    return { ...(await shape(visit, state, '', {}, visit.input)), next: state.Default };
  },
  async seconds(visit, field) {
    const value = visit.state.Type === 'Task' ? visit.state[field] : undefined;
    return value === undefined ? undefined : await evaluateInteger(visit, value, field, 1);
  },
  roleArn(visit) {
    const role = visit.state.Type === 'Task' ? visit.state.Credentials?.RoleArn : undefined;
    return role === undefined ? undefined : evaluateText(visit, role, 'Credentials/RoleArn');
  },
  async waitUntil(visit) {
    const { state } = visit;
    if (state.Type !== 'Wait') return visit.entered.timestamp;
    if (state.Seconds !== undefined) {
      return visit.since + (await evaluateInteger(visit, state.Seconds, 'Seconds', 0)) * 1000;
    }
    const text = await evaluateText(visit, state.Timestamp ?? '', 'Timestamp');
    const time = secondOf(text);
    if (time === undefined) {
      throw runtimeFailure(
        'States.QueryEvaluationError',
        `The field 'Timestamp' must be an ISO 8601 time such as "2026-01-31T12:00:00Z", but was "${text}"`,
        'Timestamp',
      );
    }
    return time;
  },
  async failText(visit, field) {
    const value = visit.state.Type === 'Fail' ? visit.state[field] : undefined;
    return value === undefined ? undefined : await evaluateText(visit, value, field);
  },
  async mapNumber(visit, field) {
    const value = visit.state[field];
    if (value === undefined) return undefined;
    const result = await evaluateField(visit, value, field);
    if (typeof result === 'number') return result;
    throw runtimeFailure(
      'States.QueryEvaluationError',
      `The field '${field}' must be a number, but was ${JSON.stringify(result)}`,
      field,
    );
  },
  maxItems(visit, { ReaderConfig }) {
    const value = ReaderConfig?.['MaxItems'];
    if (typeof value !== 'string') return typeof value === 'number' ? value : undefined;
    return evaluateInteger(visit, value, 'ItemReader/ReaderConfig/MaxItems', 0);
  },
  async items(visit) {
    const { Items } = visit.state;
    const items = Items === undefined ? visit.input.value : await evaluateField(visit, Items, 'Items');
    return itemsOf(items, typeof Items === 'string' ? Items : '$states.input', 'Items');
  },
  selectItem(visit, item) {
    const { ItemSelector } = visit.state;
    if (ItemSelector === undefined) return item.value;
    return evaluateField(visit, ItemSelector, 'ItemSelector', { mapContext: { Item: item.context } });
  },
  mapArguments: (visit, part) => evaluateObject(visit, visit.state[part]?.Arguments ?? {}, `${part}/Arguments`),
  async batchInput(visit, { BatchInput }) {
    return BatchInput === undefined ? undefined : await evaluateObject(visit, BatchInput, 'ItemBatcher/BatchInput');
  },
  async batchNumber(visit, batcher, field) {
    const value = batcher[field];
    return value === undefined ? undefined : await evaluateInteger(visit, value, `ItemBatcher/${field}`, 1);
  },
};
