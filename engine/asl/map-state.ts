import type { Json, JsonObject } from '../json/json.ts';
import type { HasCatch } from './catcher.ts';
import type { HasAssign, HasOutput, HasParameters, HasPaths, HasResultPath, HasResultSelector } from './data-fields.ts';
import type { HasQueryLanguage } from './query-language.ts';
import type { HasRetry } from './retrier.ts';
import type { StateFlow } from './state-flow.ts';
import type { HasTransition } from './transition-fields.ts';

export interface ProcessorConfig {
  readonly Mode?: 'INLINE' | 'DISTRIBUTED';
  readonly ExecutionType?: 'STANDARD' | 'EXPRESS';
}

/** Where a Distributed Map takes its items from: an object in S3, or a listing of objects. */
export interface ItemReader {
  readonly Resource: string;
  readonly Arguments?: JsonObject;
  readonly Parameters?: JsonObject;
  readonly ReaderConfig?: JsonObject;
}

export interface ItemBatcher {
  readonly MaxItemsPerBatch?: number | string;
  readonly MaxItemsPerBatchPath?: string;
  readonly MaxInputBytesPerBatch?: number | string;
  readonly MaxInputBytesPerBatchPath?: string;
  readonly BatchInput?: JsonObject;
}

/** Where a Distributed Map writes the results of its child executions. */
export interface ResultWriter {
  readonly Resource?: string;
  readonly Arguments?: JsonObject;
  readonly Parameters?: JsonObject;
  readonly WriterConfig?: JsonObject;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html. `S` is the union of all states. */
export interface MapState<S>
  extends
    HasQueryLanguage,
    HasTransition,
    HasOutput,
    HasAssign,
    HasPaths,
    HasParameters,
    HasResultSelector,
    HasResultPath,
    HasRetry,
    HasCatch {
  readonly Type: 'Map';
  readonly ItemProcessor?: StateFlow<S> & { readonly ProcessorConfig?: ProcessorConfig };
  /** The older name of `ItemProcessor`. */
  readonly Iterator?: StateFlow<S>;
  /** JSONata: an array (or an object, whose entries become items), or an expression that gives one. */
  readonly Items?: Json;
  readonly ItemsPath?: string;
  readonly ItemSelector?: Json;
  readonly MaxConcurrency?: number | string;
  readonly MaxConcurrencyPath?: string;
  readonly ItemReader?: ItemReader;
  readonly ItemBatcher?: ItemBatcher;
  readonly ResultWriter?: ResultWriter;
  readonly ToleratedFailureCount?: number | string;
  readonly ToleratedFailureCountPath?: string;
  readonly ToleratedFailurePercentage?: number | string;
  readonly ToleratedFailurePercentagePath?: string;
  readonly Label?: string;
}
