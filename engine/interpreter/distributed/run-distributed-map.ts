import type { MapState, State } from '../../asl/index.ts';
import type { JsonFields } from '../../json/json.ts';
import { payloadText, type Payload } from '../../json/payload.ts';
import { RERUN, rerunMemo } from '../attempt-label.ts';
import { noteFailure, recallFailure } from '../attempt-failure.ts';
import { emit, type Visit } from '../branch.ts';
import type { ChildOutcome, MapRun } from '../execution-scope.ts';
import { createHalt, HaltedError, type Halt } from '../halt.ts';
import { languageOf } from '../language-of.ts';
import type { Attempts } from '../run-attempts.ts';
import type { MapItem } from '../state-language.ts';
import { runtimeFailure, StateFailure } from '../state-failure.ts';
import { childInputs, type ChildInput } from './child-inputs.ts';
import { readerFailed } from './item-reader-failure.ts';
import { exceeds, labelOf, mostItems, toleranceOf } from './map-run-settings.ts';
import { mapRunResult } from './map-run-result.ts';
import { readItems } from './read-items.ts';
import { runStreamPool } from './run-stream-pool.ts';

type MapVisit = Visit<MapState<State>>;

const thresholdExceeded = (): StateFailure =>
  new StateFailure('States.ExceedToleratedFailureThreshold', 'The specified tolerated failure threshold was exceeded');

/** What is known while the items are read is told now and then: every telling is a record. */
const CHILDREN_BETWEEN_COUNTS = 1_000;

/** Counts children and items as they are asked for; the total is known when there are no more. */
const counted = (
  run: MapRun,
  children: AsyncGenerator<ChildInput>,
  knownItems: number | undefined,
  batched: boolean,
): { readonly inputs: AsyncGenerator<ChildInput>; readonly total: () => number } => {
  let items = 0;
  let count = 0;
  let exhausted = false;
  const tell = (): void =>
    run.sized(Math.max(count, batched ? 0 : (knownItems ?? 0)), Math.max(items, knownItems ?? 0));
  if (knownItems !== undefined) tell();
  async function* inputs(): AsyncGenerator<ChildInput> {
    for await (const child of children) {
      count++;
      items += child.items;
      if (count % CHILDREN_BETWEEN_COUNTS === 0) tell();
      yield child;
    }
    exhausted = true;
    tell();
  }
  return { inputs: inputs(), total: () => (exhausted ? items : (knownItems ?? Infinity)) };
};

/** Runs the children; gives their outcomes in the order of their inputs. A failed run leaves out what was never started. */
const runChildren = async (
  run: MapRun,
  halt: Halt,
  inputs: AsyncGenerator<ChildInput>,
  total: () => number,
  outcomes: ChildOutcome[],
): Promise<void> => {
  let failed = 0;
  const check = (): void => {
    if (exceeds(run.tolerance(), failed, total())) throw thresholdExceeded();
  };
  const work = async (child: ChildInput, index: number): Promise<void> => {
    const outcome = await run.run(index, child.input, child.items, halt);
    outcomes[index] = outcome;
    halt.check();
    if (outcome.status === 'SUCCEEDED') return;
    failed += child.items;
    check();
  };
  await runStreamPool(inputs, run.concurrency, work, () => halt.stop());
  // A percentage can be judged only when all items are known.
  check();
};

const failureDetails = (failure: unknown): JsonFields => {
  const details: JsonFields = {};
  if (!(failure instanceof StateFailure)) return details;
  details['error'] = failure.error;
  if (failure.cause !== undefined) details['cause'] = failure.cause;
  return details;
};

async function* inputsOf(children: AsyncIterator<ChildInput>): AsyncGenerator<string> {
  for (let next = await children.next(); next.done !== true; next = await children.next()) {
    yield payloadText(next.value.input);
  }
}

const started = (outcomes: readonly (ChildOutcome | undefined)[]): readonly ChildOutcome[] =>
  outcomes.filter((outcome) => outcome !== undefined);

const itemsOf = (visit: MapVisit, given: readonly MapItem[] | undefined, most: number | undefined) => {
  const reader = visit.state.ItemReader;
  if (given !== undefined || reader === undefined) {
    return (given ?? []).map((item) => ({ ...item, context: { ...item.context, Source: 'STATE_DATA' } }));
  }
  if (most !== undefined && most < 0) throw readerFailed('field MaxItems must be positive');
  return readItems(visit, reader, mostItems(most));
};

/** Every item, or batch of items, is an execution of its own, with its own history. */
export const runDistributedMap = (visit: MapVisit): Attempts => {
  const { branch, state, path } = visit;
  let opened = false;
  return {
    run: async ({ label, branches }) => {
      const flow = state.ItemProcessor;
      if (flow === undefined) throw runtimeFailure('States.Runtime', 'The Map has no ItemProcessor');
      const language = languageOf(visit.language);
      const maxConcurrency = (await language.mapNumber(visit, 'MaxConcurrency')) ?? 0;
      const given = state.ItemReader === undefined ? await language.items(visit) : undefined;
      const most = state.ItemReader === undefined ? undefined : await language.maxItems(visit, state.ItemReader);
      emit(branch, path, `started${branches}`, 'MapStateStarted', { length: given?.length ?? 0 });
      const tolerance = await toleranceOf(visit).catch((error: unknown) => {
        // A setting that cannot be used ends the state itself: its failure follows its entry.
        branch.lastEventId = visit.entered.id;
        throw error;
      });

      const run = branch.execution.openMapRun({
        label: labelOf(visit),
        key: `${path}.${branches}`,
        mapIndices: branch.mapIndices,
        executionType: flow.ProcessorConfig?.ExecutionType ?? 'STANDARD',
        maxConcurrency,
        toleratedFailureCount: tolerance.count,
        toleratedFailurePercentage: tolerance.percentage,
      });
      opened = true;
      const { arn: mapRunArn, redriveCount } = run;
      const opening =
        redriveCount === 0
          ? emit(branch, path, `run${label}`, 'MapRunStarted', { mapRunArn })
          : emit(branch, path, `run${label}`, 'MapRunRedriven', { mapRunArn, redriveCount });

      const halt = createHalt(branch.halt);
      const outcomes: ChildOutcome[] = [];
      let inputs: AsyncGenerator<ChildInput> | undefined;
      let result: Payload;
      try {
        const former = recallFailure(visit, label);
        if (former !== undefined) throw former;
        const made = childInputs(visit, itemsOf(visit, given, most));
        const children = counted(run, made, given?.length, state.ItemBatcher !== undefined);
        inputs = children.inputs;
        await runChildren(run, halt, inputs, children.total, outcomes);
        result = await mapRunResult(visit, run, started(outcomes), inputsOf(inputs));
      } catch (error) {
        if (error instanceof HaltedError) {
          run.ended('ABORTED');
          throw error;
        }
        let failure = error;
        const exceeded = error instanceof StateFailure && error.error === thresholdExceeded().error;
        if (exceeded && inputs !== undefined && state.ResultWriter?.Resource !== undefined) {
          try {
            await mapRunResult(visit, run, started(outcomes), inputsOf(inputs));
          } catch (writing) {
            failure = writing;
          }
        }
        run.ended('FAILED');
        noteFailure(visit, label, failure);
        emit(branch, path, `runfailed${label}`, 'MapRunFailed', failureDetails(failure));
        throw failure;
      } finally {
        // A run that ended early leaves an object half read, whose connection would stay taken.
        await inputs?.return(undefined);
      }
      run.ended('SUCCEEDED');
      emit(branch, path, `runsucceeded${label}`, 'MapRunSucceeded');
      emit(branch, path, `succeeded${label}`, 'MapStateSucceeded');
      // AWS lets MapStateExited follow MapRunStarted.
      return { result, exitAfter: opening.id };
    },
    failed: (failure, suffix) => {
      if (!opened) return;
      const memo = failure.error === 'States.Runtime' ? RERUN : rerunMemo(failure);
      emit(branch, path, `failed${suffix}`, 'MapStateFailed', undefined, memo);
    },
  };
};
