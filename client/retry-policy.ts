import { delay } from './delay.ts';

export interface RetryPolicy {
  /** Tries in all; 1: none is repeated. */
  readonly attempts: number;
  /** Before the second try at most this; twice as much before each further one. */
  readonly baseDelayMs: number;
  readonly mostDelayMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { attempts: 4, baseDelayMs: 200, mostDelayMs: 5000 };

/** What one try came to: an end, or a fault that may pass by itself. */
export type Try<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'try-again'; readonly error: Error; readonly afterMs?: number };

/**
 * Tries until done. The delay is drawn from zero to the bound ("full jitter"), so that clients that failed together do
 * not come back together (AWS Architecture Blog, "Exponential Backoff And Jitter"); a server's `Retry-After` goes first.
 */
export async function withRetries<T>(
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
  attempt: () => Promise<Try<T>>,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    const outcome = await attempt();
    if (outcome.kind === 'done') return outcome.value;
    if (tried >= policy.attempts) throw outcome.error;
    const bound = Math.min(policy.mostDelayMs, policy.baseDelayMs * 2 ** (tried - 1));
    await delay(outcome.afterMs ?? Math.random() * bound, signal);
  }
}
