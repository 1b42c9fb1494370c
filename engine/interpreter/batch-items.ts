import type { MapState, State } from '../asl/index.ts';
import type { Json, JsonFields } from '../json/json.ts';
import { payload, type Payload } from '../json/payload.ts';
import type { Visit } from './branch.ts';
import { languageOf } from './language-of.ts';
import { runtimeFailure } from './state-failure.ts';
import type { MapItem } from './state-language.ts';

/** The inputs of a Map Run's children, made when they are asked for. */
export interface ChildInputs {
  readonly length: number;
  input(index: number): Promise<{ readonly input: Payload; readonly items: number }>;
}

/** Without an ItemBatcher each item is a child; with one, the selected items are laid together under `Items`. */
export const batchItems = async (visit: Visit<MapState<State>>, items: readonly MapItem[]): Promise<ChildInputs> => {
  const language = languageOf(visit.language);
  const batcher = visit.state.ItemBatcher;
  if (batcher === undefined) {
    return {
      length: items.length,
      async input(index) {
        const item = items[index];
        return { input: payload(item === undefined ? null : await language.selectItem(visit, item)), items: 1 };
      },
    };
  }
  const most = await language.batchNumber(visit, batcher, 'MaxItemsPerBatch');
  const bytes = await language.batchNumber(visit, batcher, 'MaxInputBytesPerBatch');
  const common = await language.batchInput(visit, batcher);
  if (most === undefined && bytes === undefined) {
    throw runtimeFailure('States.Runtime', 'ItemBatcher needs MaxItemsPerBatch or MaxInputBytesPerBatch');
  }
  const batches: Json[][] = [];
  const frame = Buffer.byteLength(
    JSON.stringify({ ...(common === undefined ? {} : { BatchInput: common }), Items: [] }),
  );
  const room = Math.min(bytes ?? Infinity, visit.branch.execution.limits.payloadBytes);
  let batch: Json[] = [];
  let size = frame;
  for (const item of items) {
    const value = await language.selectItem(visit, item);
    const length = Buffer.byteLength(JSON.stringify(value)) + 1;
    if (batch.length > 0 && (batch.length >= (most ?? Infinity) || size + length > room)) {
      batches.push(batch);
      batch = [];
      size = frame;
    }
    batch.push(value);
    size += length;
  }
  if (batch.length > 0) batches.push(batch);
  return {
    length: batches.length,
    async input(index) {
      const Items = batches[index] ?? [];
      const input: JsonFields = common === undefined ? { Items } : { BatchInput: common, Items };
      return { input: payload(input), items: Items.length };
    },
  };
};
