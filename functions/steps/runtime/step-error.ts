import type { AttemptOutcome } from '../../../platform/runs/run.ts';

export type FailedOutcome = Exclude<AttemptOutcome, { kind: 'succeeded' }>;

const names = { failed: 'StepFailed', errored: 'StepErrored', stopped: 'StepStopped' } as const;

/** Ends a delivery without success. The engine's Retry and Catch see the name; the message is one line. */
export class StepError extends Error {
  override readonly name: string;
  readonly outcome: FailedOutcome;

  constructor(kind: FailedOutcome['kind'], message: string, options: { readonly cause?: unknown } = {}) {
    super(oneLine(message), options.cause === undefined ? {} : { cause: options.cause });
    this.name = names[kind];
    this.outcome = { kind, error: this.name, message: this.message };
  }
}

/** As it was recorded by an earlier delivery of the same attempt. */
export function recordedError({ kind, message }: FailedOutcome): StepError {
  return new StepError(kind, message);
}

const longestMessage = 2000;

function oneLine(message: string): string {
  const line = message.trim().replace(/\s*\n\s*/g, ' | ');
  return line.length <= longestMessage ? line : `${line.slice(0, longestMessage)}…`;
}
