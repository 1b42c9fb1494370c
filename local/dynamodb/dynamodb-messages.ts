import type { LocalCloudErrorCode } from '../local-cloud-error.ts';
import type { DynaliteOptions } from './dynalite.ts';

export interface DynamodbSettings extends DynaliteOptions {
  readonly path: string;
  readonly tableName: string;
  readonly port?: number;
}

/** What the cloud's main thread says to the thread of the database. */
export type MessageToDynamodb =
  | { readonly kind: 'call'; readonly id: number; readonly operation: string; readonly input: unknown }
  | { readonly kind: 'close' };

export type MessageFromDynamodb =
  | { readonly kind: 'ready'; readonly endpoint: string }
  /** It cannot start. `code` and `hint` of a `LocalCloudError`; without them a fault of the program. */
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly code?: LocalCloudErrorCode;
      readonly hint?: string;
    }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly message: string; readonly code: string | undefined }
  | { readonly kind: 'closed' };
