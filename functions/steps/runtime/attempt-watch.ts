import type { EndingReason } from './ending-outcome.ts';

export interface AttemptWatch {
  /** Aborted when the attempt is to end by itself: the deadline is near, or the run was stopped. */
  readonly ending: AbortSignal;
  /** Aborted when its time is over. */
  readonly over: AbortSignal;
  reason(): EndingReason | undefined;
  /** Ends the attempt as stopped. */
  stop(message: string): void;
  dispose(): void;
}

export interface WatchOptions {
  /** Milliseconds from now until the function, or the attempt's own timeout, ends everything. */
  readonly remainingMs: number;
  /** Undefined: the run goes on; else why the step is to end. */
  readonly stopReason: () => Promise<string | undefined>;
  readonly stopFlagMs: number;
}

/** What the runtime needs after the step: to upload outputs and record the outcome. */
const longestMarginMs = 10_000;
const marginShare = 0.1;
/** What a step gets to end by itself once its signal is aborted. */
const longestGraceMs = 5_000;
const graceShare = 0.05;

/** Keeps the deadline and looks at the stop flag, from the main thread, whatever the step does. */
export function watchAttempt(options: WatchOptions): AttemptWatch {
  const { remainingMs } = options;
  const margin = Math.min(longestMarginMs, remainingMs * marginShare);
  const grace = Math.min(longestGraceMs, remainingMs * graceShare);
  const ending = new AbortController();
  const over = new AbortController();
  let reason: EndingReason | undefined;
  let looking = false;
  let killTimer: NodeJS.Timeout | undefined;

  function end(why: EndingReason): void {
    if (reason !== undefined) return;
    reason = why;
    ending.abort(new Error(why.message));
    killTimer = setTimeout(() => over.abort(), grace);
  }

  const lastsMs = Math.max(remainingMs - margin - grace, 0);
  const deadlineTimer = setTimeout(() => {
    const seconds = Math.round((lastsMs + grace) / 100) / 10;
    end({
      kind: 'deadline',
      message:
        `the step was ended after ${seconds} s, shortly before its time limit of ${Math.round(remainingMs / 100) / 10} s; ` +
        'raise "timeout" of the step, or let it do less at once',
    });
  }, lastsMs);
  const flagTimer = setInterval(() => void lookAtFlag(), options.stopFlagMs);

  async function lookAtFlag(): Promise<void> {
    if (looking || reason !== undefined) return;
    looking = true;
    try {
      const message = await options.stopReason();
      if (message !== undefined) end({ kind: 'stopped', message });
    } catch {
      // A flag that cannot be read now is read the next time; the deadline holds all the same.
    } finally {
      looking = false;
    }
  }

  return {
    ending: ending.signal,
    over: over.signal,
    reason: () => reason,
    stop: (message) => end({ kind: 'stopped', message }),
    dispose() {
      clearTimeout(deadlineTimer);
      clearTimeout(killTimer);
      clearInterval(flagTimer);
    },
  };
}
