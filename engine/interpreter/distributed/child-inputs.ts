import type { ItemBatcher, MapState, State } from '../../asl/index.ts';
import type { Json, JsonFields } from '../../json/json.ts';
import { exceedsBytes, payload, payloadText, type Payload } from '../../json/payload.ts';
import type { Visit } from '../branch.ts';
import { languageOf } from '../language-of.ts';
import { tooLarge } from '../payload-limit.ts';
import type { MapItem } from '../state-language.ts';
import { runtimeFailure } from '../state-failure.ts';

type MapVisit = Visit<MapState<State>>;
type Items = AsyncIterable<MapItem> | Iterable<MapItem>;

/** The input of one child of a Map Run. */
export interface ChildInput {
  readonly input: Payload;
  /** How many items it holds. */
  readonly items: number;
}

const checked = (visit: MapVisit, input: Payload): Payload => {
  if (exceedsBytes(payloadText(input), visit.branch.execution.limits.payloadBytes)) throw tooLarge(visit.name);
  return input;
};

async function* single(visit: MapVisit, items: Items): AsyncGenerator<ChildInput> {
  const language = languageOf(visit.language);
  for await (const item of items) {
    const selected = language.selectItem(visit, item);
    const input = payload(selected instanceof Promise ? await selected : selected);
    yield { input: checked(visit, input), items: 1 };
  }
}

async function* batched(visit: MapVisit, items: Items, batcher: ItemBatcher): AsyncGenerator<ChildInput> {
  const language = languageOf(visit.language);
  const most = (await language.batchNumber(visit, batcher, 'MaxItemsPerBatch')) ?? Infinity;
  const bytes = (await language.batchNumber(visit, batcher, 'MaxInputBytesPerBatch')) ?? Infinity;
  const common = await language.batchInput(visit, batcher);
  if (most === Infinity && bytes === Infinity) {
    throw runtimeFailure('States.Runtime', 'ItemBatcher needs MaxItemsPerBatch or MaxInputBytesPerBatch');
  }
  const inputOf = (Items: readonly Json[]): Payload => {
    const input: JsonFields = common === undefined ? { Items } : { BatchInput: common, Items };
    return checked(visit, payload(input));
  };
  const frame = Buffer.byteLength(payloadText(inputOf([])));
  const room = Math.min(bytes, visit.branch.execution.limits.payloadBytes);
  let batch: Json[] = [];
  let size = frame;
  for await (const item of items) {
    const value = await language.selectItem(visit, item);
    const length = Buffer.byteLength(JSON.stringify(value)) + 1;
    if (batch.length > 0 && (batch.length >= most || size + length > room)) {
      yield { input: inputOf(batch), items: batch.length };
      batch = [];
      size = frame;
    }
    batch.push(value);
    size += length;
  }
  if (batch.length > 0) yield { input: inputOf(batch), items: batch.length };
}

/** The inputs of a Map Run's children, made as they are asked for: an item each, or the items of an ItemBatcher together. */
export const childInputs = (visit: MapVisit, items: Items): AsyncGenerator<ChildInput> => {
  const batcher = visit.state.ItemBatcher;
  return batcher === undefined ? single(visit, items) : batched(visit, items, batcher);
};
