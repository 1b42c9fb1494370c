import type { RunDetailResource, RunResource } from '../api/schemas/run.ts';
import { delay } from './delay.ts';
import type { SlipwayClient } from './slipway-client.ts';

/** The run goes on; only the waiting ended. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError';
  readonly run: RunDetailResource;

  constructor(run: RunDetailResource, timeoutMs: number) {
    super(`run ${run.runId} is still ${run.status} after ${timeoutMs / 1000} s`);
    this.run = run;
  }
}

export interface WaitOptions {
  /** Called with every answer that differs from the one before, the last one included. */
  readonly onProgress?: (run: RunDetailResource) => void;
  readonly signal?: AbortSignal;
  /** Waits for ever unless told. */
  readonly timeoutMs?: number;
  readonly leastPollIntervalMs?: number;
  readonly mostPollIntervalMs?: number;
}

/** Polling may take a tenth of the time at most: where the API is slow, or shares its processor with the steps, it is asked less often. */
const PAUSE_PER_LATENCY = 10;
/** Its first answers are slow because it has just started. Who waits half as long again as before each time asks seldom enough. */
const PAUSE_PER_WAITED = 0.5;
const GROWTH = 1.3;

/** Resolves with the run once it has succeeded, failed or stopped. */
export async function waitForRun(
  client: SlipwayClient,
  runId: string,
  options: WaitOptions = {},
): Promise<RunDetailResource> {
  const { onProgress, signal, timeoutMs, leastPollIntervalMs = 100, mostPollIntervalMs = 2000 } = options;
  const startedAt = performance.now();
  let interval = leastPollIntervalMs;
  let before = '';
  for (;;) {
    const askedAt = performance.now();
    const run = await client.getRun({ runId }, signal === undefined ? {} : { signal });
    const latency = performance.now() - askedAt;
    const now = JSON.stringify(run);
    // Where something moves, more is to come: look again soon.
    interval = now === before ? Math.min(mostPollIntervalMs, interval * GROWTH) : leastPollIntervalMs;
    if (now !== before) onProgress?.(run);
    before = now;
    if (hasEnded(run)) return run;
    const left = timeoutMs === undefined ? Number.POSITIVE_INFINITY : startedAt + timeoutMs - performance.now();
    if (left <= 0) throw new WaitTimeoutError(run, timeoutMs ?? 0);
    const waited = performance.now() - startedAt;
    const pause = Math.max(interval, Math.min(latency * PAUSE_PER_LATENCY, waited * PAUSE_PER_WAITED));
    await delay(Math.min(left, pause), signal);
  }
}

/** Whether the run has its fate, and nothing of it goes on. */
export function hasEnded(run: Pick<RunResource, 'status'>): boolean {
  return run.status === 'succeeded' || run.status === 'failed' || run.status === 'stopped';
}
