import type { HasCatch } from '../asl/catcher.ts';
import type { HasRetry } from '../asl/retrier.ts';
import type { MapState, Retrier, State, TaskState } from '../asl/index.ts';
import { assertNever } from '../json/assert-never.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import { payload, type Payload } from '../json/payload.ts';
import type { Exit, Visit } from './branch.ts';
import { asStateFailure } from './evaluate-field.ts';
import { languageOf } from './language-of.ts';
import { findCatcher, matchesError, nextRetry } from './retry-policy.ts';
import { runTask } from './run-task.ts';
import { StateFailure } from './state-failure.ts';
import { waitUntil } from './wait-until.ts';

/** What stands for the work of a Task, Parallel or Map. */
export type Mock =
  | { readonly kind: 'result'; readonly result: Json }
  | { readonly kind: 'error'; readonly error: string; readonly cause: string | undefined };

export interface SingleStateOptions {
  readonly mock: Mock | undefined;
  /** Retries that the retrier which names the failure has made before. */
  readonly retriesBefore: number;
  /** Iterations of a Map that are taken to have failed. */
  readonly failedIterations: number;
  /** Stands for what a Map's ItemReader would read. */
  readonly readerData: Json | undefined;
}

/** How one state, run alone, ended. */
export type SingleStateEnd =
  | { readonly kind: 'succeeded'; readonly exit: Exit }
  | { readonly kind: 'failed'; readonly failure: StateFailure }
  | {
      readonly kind: 'retriable';
      readonly failure: StateFailure;
      readonly retryIndex: number;
      readonly seconds: number;
    }
  | { readonly kind: 'caught'; readonly failure: StateFailure; readonly catchIndex: number; readonly exit: Exit };

const THRESHOLD = 'The specified tolerated failure threshold was exceeded';

const mocked = (mock: Mock | undefined): Payload => {
  if (mock?.kind === 'error') throw new StateFailure(mock.error, mock.cause);
  return payload(mock?.result ?? null);
};

const itemsOf = async (
  visit: Visit<MapState<State>>,
  readerData: Json | undefined,
): Promise<{ readonly values: readonly Json[]; readonly count: number }> => {
  const language = languageOf(visit.language);
  if (visit.state.ItemReader !== undefined) {
    const values = readerData !== undefined && isJsonArray(readerData) ? readerData : [];
    return { values, count: values.length };
  }
  const items = await language.items(visit);
  const values = items.map(({ value }) => value);
  const selected = items[0] === undefined ? undefined : await language.selectItem(visit, items[0]);
  if (visit.state.ItemSelector !== undefined && selected !== undefined) {
    const all: Json[] = [];
    for (const item of items) all.push(await language.selectItem(visit, item));
    visit.branch.execution.inspect?.('afterItemSelector', all);
  }
  return { values, count: values.length };
};

const runMapMock = async (
  visit: Visit<MapState<State>>,
  { mock, failedIterations, readerData }: SingleStateOptions,
): Promise<Payload> => {
  const { inspect } = visit.branch.execution;
  const language = languageOf(visit.language);
  await languageInput(visit);
  const { values, count } = await itemsOf(visit, readerData);
  if (visit.language === 'JSONPath') inspect?.('afterItemsPath', values);
  inspect?.('maxConcurrency', (await language.mapNumber(visit, 'MaxConcurrency')) ?? 0);
  const tolerated = await language.mapNumber(visit, 'ToleratedFailureCount');
  const percentage = await language.mapNumber(visit, 'ToleratedFailurePercentage');
  if (tolerated !== undefined) inspect?.('toleratedFailureCount', tolerated);
  if (percentage !== undefined) inspect?.('toleratedFailurePercentage', percentage);
  const exceeded =
    (tolerated !== undefined && failedIterations > tolerated) ||
    (percentage !== undefined && failedIterations * 100 > percentage * count);
  if (exceeded) throw new StateFailure('States.ExceedToleratedFailureThreshold', THRESHOLD);
  return mocked(mock);
};

/** Evaluates the state's input, for what it shows and for what fails in it. */
const languageInput = (visit: Visit): Promise<Payload> | Payload => languageOf(visit.language).arguments(visit);

const work = async (visit: Visit, options: SingleStateOptions): Promise<Payload> => {
  const { state } = visit;
  if (state.Type === 'Map') return runMapMock(Object.assign(visit, { state }), options);
  if (state.Type === 'Task' && options.mock === undefined) {
    const task: Visit<TaskState> = Object.assign(visit, { state });
    return runTask(task, '0');
  }
  const language = languageOf(visit.language);
  await languageInput(visit);
  await language.seconds(visit, 'TimeoutSeconds');
  await language.seconds(visit, 'HeartbeatSeconds');
  return mocked(options.mock);
};

const perform = async (visit: Visit, options: SingleStateOptions): Promise<Exit> => {
  const { state } = visit;
  const language = languageOf(visit.language);
  switch (state.Type) {
    case 'Pass':
      return { ...(await language.complete(visit, undefined)), next: state.Next };
    case 'Succeed':
      return { ...(await language.complete(visit, undefined)), next: undefined };
    case 'Wait':
      await waitUntil(visit.branch, await language.waitUntil(visit));
      return { ...(await language.complete(visit, undefined)), next: state.Next };
    case 'Choice':
      return language.choose(Object.assign(visit, { state }));
    case 'Fail':
      throw new StateFailure((await language.failText(visit, 'Error')) ?? '', await language.failText(visit, 'Cause'));
    case 'Task':
    case 'Parallel':
    case 'Map': {
      const result = await work(visit, options);
      if (state.Type === 'Task') visit.branch.execution.inspect?.('result', result.value);
      return { ...(await language.complete(visit, result)), next: state.Next };
    }
    default:
      return assertNever(state);
  }
};

const failureOf = (thrown: unknown): StateFailure => {
  const error = asStateFailure(thrown);
  if (error instanceof StateFailure) return error;
  throw thrown;
};

const retryOf = (
  retriers: readonly Retrier[],
  failure: StateFailure,
  before: number,
): { readonly retryIndex: number; readonly seconds: number } | undefined => {
  const retryIndex = retriers.findIndex(({ ErrorEquals }) => matchesError(ErrorEquals, failure));
  const used: number[] = [];
  used[retryIndex] = before;
  const seconds = nextRetry(retriers, used, failure, () => 1);
  return seconds === undefined ? undefined : { retryIndex, seconds };
};

/** Runs one state alone and says what it would have done next. Rejects only with what is no failure of the state. */
export const runSingleState = async (visit: Visit, options: SingleStateOptions): Promise<SingleStateEnd> => {
  const { state } = visit;
  let failure: StateFailure;
  try {
    return { kind: 'succeeded', exit: await perform(visit, options) };
  } catch (error) {
    failure = failureOf(error);
  }
  const policy: HasRetry & HasCatch =
    state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map' ? state : {};
  const retry = retryOf(policy.Retry ?? [], failure, options.retriesBefore);
  if (retry !== undefined) return { kind: 'retriable', failure, ...retry };
  const found = findCatcher(policy.Catch ?? [], failure);
  if (found === undefined) return { kind: 'failed', failure };
  const [catcher, catchIndex] = found;
  try {
    const completion = await languageOf(visit.language).caught(visit, catcher, catchIndex, failure);
    return { kind: 'caught', failure, catchIndex, exit: { ...completion, next: catcher.Next } };
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) };
  }
};

/** The variables that a state leaves behind. */
export const variablesAfter = (visit: Visit, assigned: JsonObject | undefined): JsonObject => {
  const all = { ...visit.branch.variables, ...assigned };
  return isJsonObject(all) ? all : {};
};
