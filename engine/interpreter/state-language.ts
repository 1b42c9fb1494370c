import type { Catcher, ChoiceState, ItemBatcher, ItemReader, MapState, State } from '../asl/index.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { Payload } from '../json/payload.ts';
import type { Visit } from './branch.ts';
import type { StateFailure } from './state-failure.ts';

/** What a state hands on: its output, and the variables that it sets. */
export interface Completion {
  readonly output: Payload;
  readonly assigned: JsonObject | undefined;
}

export interface Choice extends Completion {
  readonly next: string;
}

export type SecondsField = 'TimeoutSeconds' | 'HeartbeatSeconds';

export type MapNumberField = 'MaxConcurrency' | 'ToleratedFailureCount' | 'ToleratedFailurePercentage';

/** An item of a Map with what `Map.Item` of the context object says of it. */
export interface MapItem {
  readonly value: Json;
  readonly context: JsonObject;
}

/**
 * The two query languages behind one face: how a state reads its input and shapes its output. Everything else about a
 * state is the same in both. Every method rejects with `StateFailure`.
 */
export interface StateLanguage {
  /** What a Task, Parallel or Map works on. */
  arguments(visit: Visit): Promise<Payload> | Payload;
  /** After the state's work gave `result`; without a result (Choice, Wait, Succeed) the input goes on. */
  complete(visit: Visit, result: Payload | undefined): Promise<Completion> | Completion;
  caught(visit: Visit, catcher: Catcher, index: number, failure: StateFailure): Promise<Completion>;
  choose(visit: Visit<ChoiceState>): Promise<Choice>;
  seconds(visit: Visit, field: SecondsField): Promise<number | undefined>;
  /** The role of a Task's `Credentials`. */
  roleArn(visit: Visit): Promise<string | undefined> | string | undefined;
  /** The instant, in milliseconds since the epoch, at which a Wait ends. */
  waitUntil(visit: Visit): Promise<number>;
  failText(visit: Visit, field: 'Error' | 'Cause'): Promise<string | undefined>;
  mapNumber(visit: Visit<MapState<State>>, field: MapNumberField): Promise<number | undefined>;
  /** The `MaxItems` of an ItemReader. */
  maxItems(visit: Visit<MapState<State>>, reader: ItemReader): Promise<number | undefined> | number | undefined;
  /** The items in the state's own input, an array or the entries of an object. */
  items(visit: Visit<MapState<State>>): Promise<readonly MapItem[]>;
  selectItem(visit: Visit<MapState<State>>, item: MapItem): Promise<Json> | Json;
  /** The `Arguments` or `Parameters` of ItemReader and ResultWriter. */
  mapArguments(visit: Visit<MapState<State>>, part: 'ItemReader' | 'ResultWriter'): Promise<JsonObject>;
  batchInput(visit: Visit<MapState<State>>, batcher: ItemBatcher): Promise<JsonObject | undefined>;
  batchNumber(
    visit: Visit<MapState<State>>,
    batcher: ItemBatcher,
    field: 'MaxItemsPerBatch' | 'MaxInputBytesPerBatch',
  ): Promise<number | undefined>;
}
