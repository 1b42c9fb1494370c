import type { Clock } from '../clock/clock.ts';
import type { EngineLimits } from '../engine-limits.ts';
import type { Execution } from './execution.ts';
import type { ExecutionStore } from './execution-store.ts';

export interface RedriveNeeds {
  readonly clock: Clock;
  readonly limits: EngineLimits;
  readonly store: Pick<ExecutionStore, 'machines'>;
}

export interface RedriveStatus {
  readonly redriveStatus?: 'REDRIVABLE' | 'NOT_REDRIVABLE' | 'REDRIVABLE_BY_MAP_RUN';
  readonly redriveStatusReason?: string;
}

type Judged = Pick<Execution, 'stored' | 'eventCount'>;

const DAY = 86_400_000;
/** From the day on which the execution ended: https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html */
const REDRIVABLE_DAYS = 14;
const LONGEST_EXECUTION_DAYS = 365;

const reasonAgainst = (execution: Judged, { clock, limits, store }: RedriveNeeds): string | undefined => {
  const { status, stopDate, startDate, machineArn } = execution.stored;
  const machine = store.machines.get(machineArn.split('/')[0] ?? '');
  if (machine?.deleted === true || machine?.deleting === true) return 'State machine is in DELETING status';
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  // The event of the redrive and at least one other must have room.
  if (execution.eventCount >= limits.historyEvents - 1) return 'Execution history event limit exceeded';
  if (clock.now() - startDate > LONGEST_EXECUTION_DAYS * DAY) return 'Execution has exceeded the max execution time';
  if (clock.now() - (stopDate ?? startDate) > REDRIVABLE_DAYS * DAY) return 'Execution redrivable period exceeded';
  return undefined;
};

/** Whether an execution may be redriven, and if not, why: as DescribeExecution tells it. */
export const redriveStatus = (execution: Judged, needs: RedriveNeeds): RedriveStatus => {
  const { machineType, mapRunArn, status } = execution.stored;
  if (machineType === 'EXPRESS') {
    // A child of a Map Run is run again from its beginning, unless it succeeded.
    if (mapRunArn === undefined || status === 'RUNNING') return {};
    if (status !== 'SUCCEEDED') return { redriveStatus: 'REDRIVABLE_BY_MAP_RUN' };
  }
  const reason = reasonAgainst(execution, needs);
  if (reason !== undefined) return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason };
  return { redriveStatus: mapRunArn === undefined ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN' };
};
