import { randomUUID } from 'node:crypto';

import type { InvocationOutcome } from './invocation.ts';
import { LambdaError } from './lambda-error.ts';

export interface BackgroundInvocations {
  invoke(functionName: string, event: string): void;
  /** Drops the retries that have not begun. */
  close(): void;
}

/** Waits before the first and the second retry: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RETRY_AFTER_MS = [60_000, 120_000];

/** Invocation type `Event`: nobody waits for the answer, a failure is tried twice more under the same request id. */
export function invokeAsynchronously(
  invoke: (functionName: string, event: string, requestId: string) => Promise<InvocationOutcome>,
  retryAfterMs: readonly number[] = RETRY_AFTER_MS,
): BackgroundInvocations {
  const waiting = new Set<NodeJS.Timeout>();
  let closed = false;
  const attempt = async (name: string, event: string, requestId: string, attempts: number): Promise<void> => {
    const failed = await invoke(name, event, requestId).then(
      (outcome) => outcome.kind === 'function-error',
      // A function that was deleted in the meantime is not tried again.
      (error: unknown) => !(error instanceof LambdaError && error.type === 'ResourceNotFoundException'),
    );
    const wait = retryAfterMs[attempts];
    if (!failed || wait === undefined || closed) return;
    const timer = setTimeout(() => {
      waiting.delete(timer);
      void attempt(name, event, requestId, attempts + 1);
    }, wait);
    timer.unref();
    waiting.add(timer);
  };
  return {
    invoke(name, event) {
      void attempt(name, event, randomUUID(), 0);
    },
    close() {
      closed = true;
      for (const timer of waiting) clearTimeout(timer);
    },
  };
}
