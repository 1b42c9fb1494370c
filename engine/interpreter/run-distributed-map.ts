import type { MapState, State } from '../asl/index.ts';
import { payload } from '../json/payload.ts';
import { redriveSuffix, RERUN, rerunMemo } from './attempt-label.ts';
import { emit, type Visit } from './branch.ts';
import { batchItems } from './batch-items.ts';
import type { ChildOutcome } from './execution-scope.ts';
import { createHalt, HaltedError } from './halt.ts';
import { languageOf } from './language-of.ts';
import { mapRunResult } from './map-run-result.ts';
import { readItems } from './read-items.ts';
import type { Attempts } from './run-attempts.ts';
import { runPool } from './run-pool.ts';
import { runtimeFailure, StateFailure } from './state-failure.ts';

const THRESHOLD = 'States.ExceedToleratedFailureThreshold';

/** Ends the pool when more children have failed than is tolerated. */
class ThresholdExceeded extends Error {}

/** AWS's own label is the state's name without what names may not hold, at most forty characters. */
const labelOf = (visit: Visit<MapState<State>>): string =>
  visit.state.Label ?? visit.name.replace(/[^A-Za-z0-9_-]/g, '').slice(0, 40);

interface Tolerance {
  readonly count: number;
  readonly percentage: number;
}

const toleranceOf = async (visit: Visit<MapState<State>>): Promise<Tolerance> => {
  const language = languageOf(visit.language);
  const count = await language.mapNumber(visit, 'ToleratedFailureCount');
  const percentage = await language.mapNumber(visit, 'ToleratedFailurePercentage');
  if (percentage !== undefined && (percentage < 0 || percentage > 100)) {
    throw runtimeFailure('States.Runtime', `ToleratedFailurePercentage must be 0 to 100, but was ${percentage}`);
  }
  if (count !== undefined && (count < 0 || !Number.isInteger(count))) {
    throw runtimeFailure('States.Runtime', `ToleratedFailureCount must be a whole number from 0 up, but was ${count}`);
  }
  return { count: count ?? 0, percentage: percentage ?? 0 };
};

/** The run fails when it exceeds either threshold; one of 0 is not given, and without any no failure is tolerated. */
const exceeds = ({ count, percentage }: Tolerance, failed: number, total: number): boolean =>
  (count === 0 && percentage === 0) ||
  (count > 0 && failed > count) ||
  (percentage > 0 && failed * 100 > percentage * total);

/** Every item, or batch of items, is an execution of its own, with its own history. */
export const runDistributedMap = (visit: Visit<MapState<State>>): Attempts => {
  const { branch, state, path } = visit;
  return {
    run: async ({ label, branches }) => {
      const flow = state.ItemProcessor;
      if (flow === undefined) throw runtimeFailure('States.Runtime', 'The Map has no ItemProcessor');
      const language = languageOf(visit.language);
      const inputItems = state.ItemReader === undefined ? await language.items(visit) : undefined;
      emit(branch, path, `started${branches}`, 'MapStateStarted', { length: inputItems?.length ?? 0 });
      const tolerance = await toleranceOf(visit);
      const wanted = (await language.mapNumber(visit, 'MaxConcurrency')) ?? 0;
      const ceiling = branch.execution.limits.distributedMapConcurrency;
      const concurrency = wanted > 0 ? Math.min(wanted, ceiling) : ceiling;

      const run = branch.execution.openMapRun({
        label: labelOf(visit),
        key: `${path}.${branches}`,
        mapIndices: branch.mapIndices,
        executionType: flow.ProcessorConfig?.ExecutionType ?? 'STANDARD',
        maxConcurrency: concurrency,
        toleratedFailureCount: tolerance.count,
        toleratedFailurePercentage: tolerance.percentage,
      });
      if (run.redriveCount === 0) emit(branch, path, `run${label}`, 'MapRunStarted', { mapRunArn: run.arn });
      else {
        const details = { mapRunArn: run.arn, redriveCount: run.redriveCount };
        emit(branch, path, `run${label}`, 'MapRunRedriven', details);
      }

      const halt = createHalt(branch.halt);
      const outcomes: ChildOutcome[] = [];
      let failed = 0;
      try {
        const items = inputItems ?? (await readItems(visit));
        const children = await batchItems(visit, items);
        run.sized(children.length, items.length);
        await runPool(children.length, concurrency, async (index) => {
          const child = await children.input(index);
          const outcome = await run.run(index, child.input, child.items, halt);
          outcomes[index] = outcome;
          halt.check();
          if (outcome.status === 'SUCCEEDED') return;
          failed++;
          if (exceeds(tolerance, failed, children.length)) throw new ThresholdExceeded();
        });
      } catch (error) {
        if (error instanceof HaltedError) {
          run.ended('ABORTED');
          throw error;
        }
        halt.stop();
        run.ended('FAILED');
        const failure =
          error instanceof ThresholdExceeded
            ? new StateFailure(THRESHOLD, 'The specified tolerated failure threshold was exceeded')
            : error;
        if (error instanceof ThresholdExceeded) await mapRunResult(visit, run, outcomes);
        emit(
          branch,
          path,
          `runfailed${label}`,
          'MapRunFailed',
          failure instanceof StateFailure
            ? { error: failure.error, ...(failure.cause === undefined ? {} : { cause: failure.cause }) }
            : {},
        );
        throw failure;
      }
      const result = await mapRunResult(visit, run, outcomes);
      run.ended('SUCCEEDED');
      emit(branch, path, `runsucceeded${label}`, 'MapRunSucceeded');
      const last = branch.lastEventId;
      emit(branch, path, `succeeded${label}`, 'MapStateSucceeded');
      branch.lastEventId = last;
      return payload(result);
    },
    failed: (failure) => {
      const memo = failure.error === 'States.Runtime' ? RERUN : rerunMemo(failure);
      emit(branch, path, `failed${redriveSuffix(branch)}`, 'MapStateFailed', undefined, memo);
    },
  };
};
