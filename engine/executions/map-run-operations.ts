import type { MapRunExecutionCounts } from '@aws-sdk/client-sfn';
import { whenDurable, type Journal } from '../journal/journal.ts';
import { checkArn } from './arn.ts';
import { findExecution } from './execution-operations.ts';
import type { ExecutionStore } from './execution-store.ts';
import { nextTokenField, pageOf } from './page.ts';
import type { StepFunctionsApi } from './step-functions-api.ts';
import { StepFunctionsError } from './step-functions-error.ts';
import type { StoredExecution, StoredMapRun } from '../journal/stored-execution.ts';

export type MapRunOperations = Pick<StepFunctionsApi, 'describeMapRun' | 'listMapRuns' | 'updateMapRun'>;

type Counts = Omit<MapRunExecutionCounts, 'failuresNotRedrivable' | 'pendingRedrive'>;

const COUNTER = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'aborted',
} as const;

const countsOf = (
  run: StoredMapRun,
  children: readonly StoredExecution[],
  total: number,
  weight: (child: StoredExecution) => number,
): Counts => {
  const counts = { pending: 0, running: 0, succeeded: 0, failed: 0, timedOut: 0, aborted: 0, total };
  let known = 0;
  for (const child of children) {
    counts[COUNTER[child.status]] += weight(child);
    known += weight(child);
  }
  // The results are written when all children have ended, to a bucket or to the state's output.
  const resultsWritten = run.status === 'SUCCEEDED' ? known : 0;
  return { ...counts, pending: Math.max(total - known, 0), resultsWritten };
};

export const createMapRunOperations = (store: ExecutionStore, journal: Journal): MapRunOperations => ({
  async describeMapRun(input) {
    const arn = checkArn(input.mapRunArn ?? '', ['mapRun']);
    const run = store.mapRuns.get(arn);
    if (run === undefined) throw new StepFunctionsError('ResourceNotFound', `Resource not found: '${arn}'`);
    const children = [...store.executions.values()]
      .map(({ stored }) => stored)
      .filter(({ mapRunArn }) => mapRunArn === arn);
    return whenDurable(journal, {
      mapRunArn: run.arn,
      executionArn: run.executionArn,
      status: run.status,
      startDate: new Date(run.startDate),
      ...(run.stopDate === undefined ? {} : { stopDate: new Date(run.stopDate) }),
      maxConcurrency: run.maxConcurrency,
      toleratedFailurePercentage: run.toleratedFailurePercentage,
      toleratedFailureCount: run.toleratedFailureCount,
      itemCounts: countsOf(run, children, run.items, ({ itemCount }) => itemCount ?? 1),
      executionCounts: countsOf(run, children, run.children, () => 1),
      redriveCount: run.redriveCount ?? 0,
      ...(run.redriveDate === undefined ? {} : { redriveDate: new Date(run.redriveDate) }),
    });
  },
  async updateMapRun(input) {
    const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage } = input;
    const arn = checkArn(input.mapRunArn ?? '', ['mapRun']);
    const run = store.mapRuns.get(arn);
    if (run === undefined) throw new StepFunctionsError('ResourceNotFound', `Resource not found: '${arn}'`);
    if (run.status !== 'RUNNING') {
      throw new StepFunctionsError('ValidationException', `Map Run is ${run.status} and cannot be updated`);
    }
    store.saveMapRun({
      ...run,
      maxConcurrency: maxConcurrency ?? run.maxConcurrency,
      toleratedFailureCount: toleratedFailureCount ?? run.toleratedFailureCount,
      toleratedFailurePercentage: toleratedFailurePercentage ?? run.toleratedFailurePercentage,
    });
    await journal.committed();
    return {};
  },
  async listMapRuns(input) {
    const { stored } = findExecution(store, input.executionArn ?? '');
    const runs = [...store.mapRuns.values()].filter(({ executionArn }) => executionArn === stored.arn);
    const { items, nextToken } = pageOf(runs, ({ arn }) => arn, input);
    return whenDurable(journal, {
      mapRuns: items.map((run: StoredMapRun) => ({
        executionArn: run.executionArn,
        mapRunArn: run.arn,
        stateMachineArn: `${stored.machineArn}/${run.label}`,
        startDate: new Date(run.startDate),
        ...(run.stopDate === undefined ? {} : { stopDate: new Date(run.stopDate) }),
      })),
      ...nextTokenField(nextToken),
    });
  },
});
