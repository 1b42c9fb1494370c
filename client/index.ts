/** The client's public door; `node/` adds uploads and downloads of files. */
export type { CallOptions } from './call-route.ts';
export type { RetryPolicy } from './retry-policy.ts';
export type { SlipwayClient, SlipwayClientOptions } from './slipway-client.ts';
export { createSlipwayClient } from './slipway-client.ts';
export { SlipwayApiError, SlipwayConnectionError, SlipwayStoreError } from './slipway-api-error.ts';
export { allItems } from './all-items.ts';
export type { WaitOptions } from './wait-for-run.ts';
export { waitForRun, WaitTimeoutError } from './wait-for-run.ts';
