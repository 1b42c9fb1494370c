import type { ExecutionStatus, StoredExecution } from '../journal/stored-execution.ts';
import type { JsonObject } from '../json/json.ts';
import type { Execution } from './execution.ts';

export type End = Pick<StoredExecution, 'output' | 'error' | 'cause'>;

export const TIMED_OUT: End = { error: 'States.Timeout' };

export const EVENT_OF = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
} as const;

const textIn = (details: JsonObject | undefined, name: string): string | undefined => {
  const value = details?.[name];
  return typeof value === 'string' ? value : undefined;
};

interface ToldEnd extends End {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly stopDate: number;
}

/** The end that an execution's last event tells, where the process died before the execution itself was told of it. */
export const endToldBy = ({ history }: Execution): ToldEnd | undefined => {
  const last = history.at(-1);
  const statuses = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;
  const status = last === undefined ? undefined : statuses.find((one) => EVENT_OF[one] === last.type);
  if (last === undefined || status === undefined) return undefined;
  const { timestamp, details } = last;
  return {
    status,
    stopDate: timestamp,
    output: textIn(details, 'output'),
    error: textIn(details, 'error'),
    cause: textIn(details, 'cause'),
  };
};
