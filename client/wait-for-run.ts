import type { RunDetailResource, RunResource } from '../api/schemas/run.ts';
import { delay } from './delay.ts';
import type { SlipwayClient } from './slipway-client.ts';

/** The run goes on; only the waiting ended. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError';
  readonly runId: string;
  /** As it was seen last; undefined where no answer came in time. */
  readonly run: RunDetailResource | undefined;

  constructor(runId: string, run: RunDetailResource | undefined, timeoutMs: number) {
    const seen = run === undefined ? `the API has not said how run ${runId} is` : `run ${runId} is still ${run.status}`;
    super(`${seen} after ${timeoutMs / 1000} s`);
    this.runId = runId;
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
/** An answer has at least this long, so that also who hardly waits is told how the run is. */
const LEAST_ANSWER_MS = 1000;
/** Longer timers fire at once: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Resolves with the run once it has succeeded, failed or stopped. */
export async function waitForRun(
  client: SlipwayClient,
  runId: string,
  options: WaitOptions = {},
): Promise<RunDetailResource> {
  const { onProgress, signal, timeoutMs, leastPollIntervalMs = 100, mostPollIntervalMs = 2000 } = options;
  const startedAt = performance.now();
  const deadline = timeoutMs === undefined ? undefined : startedAt + timeoutMs;
  let interval = leastPollIntervalMs;
  let before = '';
  let run: RunDetailResource | undefined;
  for (;;) {
    const askedAt = performance.now();
    const bound = deadline === undefined ? undefined : answerBound(deadline - askedAt);
    const signals = [signal, bound].filter((each) => each !== undefined);
    try {
      run = await client.getRun({ runId }, signals.length === 0 ? {} : { signal: AbortSignal.any(signals) });
    } catch (error) {
      if (bound?.aborted === true && signal?.aborted !== true) throw new WaitTimeoutError(runId, run, timeoutMs ?? 0);
      throw error;
    }
    const latency = performance.now() - askedAt;
    const now = JSON.stringify(run);
    // Where something moves, more is to come: look again soon.
    interval = now === before ? Math.min(mostPollIntervalMs, interval * GROWTH) : leastPollIntervalMs;
    if (now !== before) onProgress?.(run);
    before = now;
    if (hasEnded(run)) return run;
    const left = deadline === undefined ? Number.POSITIVE_INFINITY : deadline - performance.now();
    if (left <= 0) throw new WaitTimeoutError(runId, run, timeoutMs ?? 0);
    const waited = performance.now() - startedAt;
    const pause = Math.max(interval, Math.min(latency * PAUSE_PER_LATENCY, waited * PAUSE_PER_WAITED));
    await delay(Math.min(left, pause), signal);
  }
}

/** Aborts a request that is not answered in what is left of the wait. */
function answerBound(leftMs: number): AbortSignal {
  return AbortSignal.timeout(Math.ceil(Math.min(LONGEST_TIMER_MS, Math.max(LEAST_ANSWER_MS, leftMs))));
}

/** Whether the run has its fate, and nothing of it goes on. */
export function hasEnded(run: Pick<RunResource, 'status'>): boolean {
  return run.status === 'succeeded' || run.status === 'failed' || run.status === 'stopped';
}
