import type { Json, JsonObject } from '../json/json.ts';

/** JSONata: what the state gives to its successor. Any JSON, with `{% %}` expressions in its strings. */
export interface HasOutput {
  readonly Output?: Json;
}

/** Variables that the state sets for the states after it. */
export interface HasAssign {
  readonly Assign?: JsonObject;
}

/** JSONata: what the state gives to its resource or branches. */
export interface HasArguments {
  readonly Arguments?: Json;
}

/** JSONPath: `null` stands for "nothing" and differs from an absent field, which stands for `$`. */
export interface HasPaths {
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
}

export interface HasParameters {
  readonly Parameters?: Json;
}

export interface HasResultPath {
  readonly ResultPath?: string | null;
}

export interface HasResultSelector {
  readonly ResultSelector?: JsonObject;
}
