import { hash } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { EngineLimits } from '../engine-limits.ts';
import { uuidOf } from '../expression/seeded-random.ts';
import type { ChildOutcome, MapRun, MapRunSettings } from '../interpreter/execution-scope.ts';
import type { Halt } from '../interpreter/halt.ts';
import type { StoredExecution } from '../journal/stored-execution.ts';
import { payloadText, type Payload } from '../json/payload.ts';
import { executionArn, mapRunArn, type Account } from './arn.ts';
import type { Execution } from './execution.ts';
import type { ExecutionStore } from './execution-store.ts';
import { redriveStatus } from './redrive-status.ts';

/** What runs the children: the host of all executions. */
interface ChildHost {
  start(stored: StoredExecution): Execution;
  redrive(execution: Execution, change: Pick<StoredExecution, 'redriveToken' | 'parentRedriveCount'>): void;
  stop(execution: Execution, error: string | undefined, cause: string | undefined): void;
  ended(execution: Execution): Promise<void>;
}

export interface MapRunNeeds {
  readonly account: Account;
  readonly seed: string;
  readonly clock: Clock;
  readonly store: ExecutionStore;
  readonly limits: EngineLimits;
  readonly host: ChildHost;
  /** Whether the engine has ended, so that nothing may be recorded. */
  readonly closed: () => boolean;
}

const outcomeOf = ({ stored }: Execution): ChildOutcome => ({
  arn: stored.arn,
  name: stored.name,
  status: stored.status === 'RUNNING' ? 'ABORTED' : stored.status,
  input: stored.input,
  ...(stored.output === undefined ? {} : { output: stored.output }),
  ...(stored.error === undefined ? {} : { error: stored.error }),
  ...(stored.cause === undefined ? {} : { cause: stored.cause }),
  stateMachineArn: stored.machineArn,
  redriveCount: stored.redriveCount,
  startDate: stored.startDate,
  stopDate: stored.stopDate ?? stored.startDate,
});

/** Names that depend on nothing but the place: after a restart the same Map Run has the same children. */
const stableUuid = (text: string): string => uuidOf(hash('sha256', text, 'buffer'));

/** Opens a Map Run of this execution, or the one that an earlier life of the process opened at the same place. */
export const openMapRun = (
  { account, seed, clock, limits, store, host, closed }: MapRunNeeds,
  parent: Execution,
  settings: MapRunSettings,
): MapRun => {
  const { stored } = parent;
  const id = stableUuid(`${seed}${stored.arn}${settings.key}`);
  const arn = mapRunArn(account, stored.machineName, settings.label, id);
  const parentRedriveCount = stored.redriveCount;
  const former = store.mapRuns.get(arn);
  if (former === undefined) {
    store.saveMapRun({
      arn,
      id,
      executionArn: stored.arn,
      label: settings.label,
      maxConcurrency: settings.maxConcurrency,
      toleratedFailureCount: settings.toleratedFailureCount,
      toleratedFailurePercentage: settings.toleratedFailurePercentage,
      startDate: clock.now(),
      status: 'RUNNING',
      children: 0,
      items: 0,
      redriveCount: 0,
      parentRedriveCount,
    });
  } else if ((former.parentRedriveCount ?? 0) < parentRedriveCount) {
    const redriveCount = (former.redriveCount ?? 0) + 1;
    const redriven = { redriveCount, redriveDate: clock.now(), parentRedriveCount };
    store.saveMapRun({ ...former, status: 'RUNNING', stopDate: undefined, ...redriven });
  }
  const redriveNeeds = { clock, limits, store };
  const save = (change: object): void => {
    const known = store.mapRuns.get(arn);
    if (known !== undefined && !closed()) store.saveMapRun({ ...known, ...change });
  };
  const machineName = `${stored.machineName}/${settings.label}`;
  const startChild = (index: number, input: Payload, items: number): Execution => {
    const name = stableUuid(`${arn}${index}`);
    const childArn = executionArn(account, machineName, name);
    const known = store.executions.get(childArn);
    if (known !== undefined) {
      const { status, machineType, parentRedriveCount: ranIn = 0 } = known.stored;
      if (status === 'RUNNING' || status === 'SUCCEEDED' || ranIn === parentRedriveCount) return known;
      if (machineType === 'STANDARD') {
        if (redriveStatus(known, redriveNeeds).redriveStatus === 'REDRIVABLE_BY_MAP_RUN') {
          host.redrive(known, { redriveToken: undefined, parentRedriveCount });
        }
        return known;
      }
    }
    return host.start({
      arn: childArn,
      name,
      machineArn: `${stored.machineArn}/${settings.label}`,
      machineName,
      machineType: settings.executionType,
      roleArn: stored.roleArn,
      revisionId: stored.revisionId,
      input: payloadText(input),
      startDate: clock.now(),
      status: 'RUNNING',
      redriveCount: 0,
      mapRunArn: arn,
      parentArn: stored.arn,
      flowPath: settings.key,
      mapIndices: [...settings.mapIndices, index],
      itemCount: items,
      parentRedriveCount,
    });
  };
  const runChild = async (index: number, input: Payload, items: number, halt: Halt): Promise<ChildOutcome> => {
    halt.check();
    const child = startChild(index, input, items);
    const leave = halt.onStop(() => host.stop(child, undefined, undefined));
    try {
      if (child.stored.status === 'RUNNING') await host.ended(child);
    } catch (error) {
      // The engine ends before the child: that is no failure of the run.
      halt.check();
      throw error;
    } finally {
      leave();
    }
    return outcomeOf(child);
  };
  return {
    arn,
    id,
    redriveCount: store.mapRuns.get(arn)?.redriveCount ?? 0,
    concurrency: {
      now() {
        const wanted = store.mapRuns.get(arn)?.maxConcurrency ?? settings.maxConcurrency;
        return wanted === 0 ? limits.distributedMapConcurrency : Math.min(wanted, limits.distributedMapConcurrency);
      },
      onChange: (listener) => store.watchMapRun(arn, listener),
    },
    tolerance() {
      const { toleratedFailureCount, toleratedFailurePercentage } = store.mapRuns.get(arn) ?? settings;
      return { count: toleratedFailureCount, percentage: toleratedFailurePercentage };
    },
    sized: (children, items) => save({ children, items }),
    run: runChild,
    ended(status) {
      // One that failed before a restart has ended when it did.
      if (store.mapRuns.get(arn)?.status === 'RUNNING') save({ status, stopDate: clock.now() });
    },
  };
};
