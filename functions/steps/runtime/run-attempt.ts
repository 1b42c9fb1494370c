import { executionIdOf } from '../../../platform/runs/run.ts';
import type { AttemptKey, AttemptResult } from '../../../platform/runs/execution-store.ts';
import type { Execution } from '../../../platform/runs/run.ts';
import type { StepEvent } from '../../../statemachines/asl/compiled-pipeline.ts';
import { createProducerReader } from '../../../platform/runs/read-producers.ts';
import { type Parameters, resolveParameters } from './resolve-parameters.ts';
import { recordedError, StepError } from './step-error.ts';
import type { StepRuntime } from './step-runtime.ts';
import { createSweepStop } from './sweep-stop.ts';
import { workOn } from './work-on-attempt.ts';

/**
 * One delivery of an execution to this environment. Returns when the execution has succeeded, now or before, or was
 * stopped because its sweep is; throws a `StepError` otherwise. What the attempt came to is recorded before either.
 */
export async function runAttempt(
  runtime: StepRuntime,
  event: StepEvent,
  remainingMs: number,
): Promise<'succeeded' | 'stopped'> {
  const { executions } = runtime.stores;
  // The thread loads the step while the table is asked.
  runtime.thread.warm();
  const plan = await runtime.loadPlan(event);
  const key: AttemptKey = event;
  const sweepStop = createSweepStop(runtime.stores.sweeps, plan, event);
  const callOff = async (): Promise<boolean> => {
    const reason = await sweepStop?.calledOff();
    if (reason !== undefined) await executions.setFate(key, 'stopped', reason, new Date().toISOString());
    return reason !== undefined;
  };
  if (await callOff()) return 'stopped';

  const producers = createProducerReader(executions, plan, event);
  const parameters = await settled(
    resolveParameters(plan, event.trial, producers, (axis, outer) => runtime.loadPoints(event, axis, outer)),
  );

  const startedAt = new Date().toISOString();
  const begun = await executions.begin(key, parameters.kind === 'found' ? parameters.value : {}, startedAt);
  if (begun.kind === 'already-succeeded') {
    await sweepStop?.look(begun.execution.metadata, begun.execution.parameters);
    return 'succeeded';
  }
  if (begun.kind === 'superseded') throw standingError(event, begun.execution);

  const result =
    parameters.kind === 'found'
      ? await workOn(runtime, {
          event,
          plan,
          parameters: parameters.value,
          producers,
          sweepStop,
          startedAt,
          remainingMs,
        })
      : { outcome: parameters.error.outcome, metadata: {}, outputs: [], inputs: {}, finishedAt: startedAt };
  if (result.outcome.kind === 'succeeded' && parameters.kind === 'found')
    await sweepStop?.look(result.metadata, parameters.value);
  if (!(await finish(runtime, key, result))) {
    const standing = await executions.get(event.project, event.runId, event.node, event.trial);
    // Another delivery of this very attempt was faster.
    if (standing?.status === 'succeeded') return 'succeeded';
    throw standing === undefined ? new StepError('stopped', 'the run was removed') : standingError(event, standing);
  }
  // It ended because its sweep had stopped: that is its fate, and no error of the machine.
  if (result.outcome.kind === 'stopped' && (await callOff())) return 'stopped';
  if (result.outcome.kind !== 'succeeded') throw recordedError(result.outcome);
  return 'succeeded';
}

/** A success is found again by its cache key; one that could not be recorded is run again some day, and no worse. */
async function finish({ stores }: StepRuntime, key: AttemptKey, result: AttemptResult): Promise<boolean> {
  const { cacheKey, reusedFrom, finishedAt } = result;
  const [finished] = await Promise.all([
    stores.executions.finishAttempt(key, result),
    cacheKey === undefined || reusedFrom !== undefined
      ? undefined
      : stores.cacheKeys.record(key.project, cacheKey, key, finishedAt).catch(() => undefined),
  ]);
  return finished;
}

/** Why this delivery changes nothing: its own attempt is over, a later one has begun, or the execution has its fate. */
function standingError(event: StepEvent, execution: Execution): StepError {
  const own = execution.generation === event.generation && execution.attempt === event.attempt;
  const outcome = execution.attemptOutcome;
  if (own && outcome !== undefined && outcome.kind !== 'succeeded') return recordedError(outcome);
  const name = `execution "${executionIdOf(event.node, event.trial)}"`;
  switch (execution.status) {
    case 'stopped':
      return new StepError('stopped', execution.reason ?? `${name} was stopped`);
    case 'failed':
    case 'errored':
    case 'skipped':
    case 'omitted':
      return new StepError(
        'errored',
        `${name} is ${execution.status} already: ${execution.reason ?? 'its run is over'}`,
      );
    default:
      return new StepError(
        'errored',
        `attempt ${event.attempt} of ${name} is late: attempt ${execution.attempt} stands`,
      );
  }
}

type Settled =
  { readonly kind: 'found'; readonly value: Parameters } | { readonly kind: 'failed'; readonly error: StepError };

/** A parameter that has no value is the attempt's outcome, so it is recorded like one. */
async function settled(parameters: Promise<Parameters>): Promise<Settled> {
  try {
    return { kind: 'found', value: await parameters };
  } catch (error) {
    if (error instanceof StepError) return { kind: 'failed', error };
    throw error;
  }
}
