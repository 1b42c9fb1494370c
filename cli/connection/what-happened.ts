import { delay } from '../../client/delay.ts';
import { SlipwayApiError, SlipwayConnectionError, SlipwayStoreError } from '../../client/slipway-api-error.ts';
import type { ApiConnection } from './api-connection.ts';

/** A request to a cloud that ends may fail a moment before the cloud's end is known. */
const MOMENT_MS = 1000;

/** Why a talk with the API failed: by the end of the cloud behind it where that has ended, else by `error`. */
export async function whatHappened(error: unknown, { kind, gone }: ApiConnection): Promise<unknown> {
  if (kind === 'attached' && mayBeItsEnd(error)) await delay(MOMENT_MS, gone).catch(() => undefined);
  return gone.aborted ? gone.reason : error;
}

function mayBeItsEnd(error: unknown): boolean {
  if (error instanceof SlipwayApiError) return error.status >= 500;
  return error instanceof SlipwayConnectionError || error instanceof SlipwayStoreError;
}
