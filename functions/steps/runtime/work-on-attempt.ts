import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { uploadOutputs } from '../../../platform/artifacts/upload-outputs.ts';
import type { AttemptResult } from '../../../platform/runs/execution-store.ts';
import { attemptPrefix } from '../../../platform/runs/run-keys.ts';
import {
  type ArtifactReference,
  type AttemptOutcome,
  type Execution,
  executionIdOf,
  originOf,
} from '../../../platform/runs/run.ts';
import { createAttemptRecorder } from './attempt-recorder.ts';
import { type AttemptWatch, watchAttempt } from './attempt-watch.ts';
import type { BroughtInputs } from './bring-inputs.ts';
import { collectOutputs } from './collect-outputs.ts';
import { outcomeOfEnding, stackOfEnding } from './ending-outcome.ts';
import { errorCode, systemErrorWords } from './error-words.ts';
import { followAttempt } from './follow-attempt.ts';
import { type AttemptNeeds, prepareAttempt } from './prepare-attempt.ts';
import { type FailedOutcome, StepError } from './step-error.ts';
import type { StepRuntime } from './step-runtime.ts';
import { stopReason } from './stop-reason.ts';
import type { SweepStop } from './sweep-stop.ts';
import type { EndedThread } from './thread-ending.ts';

export interface AttemptWork extends AttemptNeeds {
  readonly sweepStop: SweepStop | undefined;
  readonly startedAt: string;
  readonly remainingMs: number;
}

let jobs = 0;

/** Everything between begin and finish of an attempt. Never throws for what befalls the step: that is the result's outcome. */
export async function workOn(runtime: StepRuntime, work: AttemptWork): Promise<AttemptResult> {
  const { event, plan } = work;
  const executionId = executionIdOf(event.node, event.trial);
  const own = { runId: event.runId, node: event.node, executionId };
  const prefix = attemptPrefix(event.project, event.runId, { ...event, executionId });
  const directory = join(runtime.temporaryDirectory, `slipway-${randomUUID()}`);
  const recorder = createAttemptRecorder(runtime.stores.objects, prefix, Date.now);
  const watch = watchAttempt({
    remainingMs: Math.min(work.remainingMs, plan.timeoutSeconds * 1000),
    stopReason: async () => (await stopReason(runtime.stores.runs, event, plan)) ?? (await work.sweepStop?.calledOff()),
    stopFlagMs: runtime.intervals.stopFlag,
  });
  const following = followAttempt(runtime, event, recorder, watch, async (metadata) =>
    work.sweepStop?.look(metadata, work.parameters),
  );
  let usesFolder = plan.inputs.length > 0;
  let inputs: AttemptResult['inputs'] = {};
  let cacheKey: string | undefined;
  let reused: Execution | undefined;
  let outputs: readonly ArtifactReference[] = [];
  let outcome: AttemptOutcome;
  try {
    const prepared = await prepareAttempt(runtime, work, directory, watch.ending);
    ({ cacheKey } = prepared);
    if (prepared.kind === 'reusable') {
      const { execution, artifacts } = prepared.found;
      await runtime.stores.artifacts.recordReuse(event.project, artifacts, own);
      reused = execution;
      inputs = prepared.references;
      outputs = reused.outputs;
      outcome = { kind: 'succeeded' };
      recorder.say(`not run: reused from execution "${originOf(reused).executionId}" of run ${originOf(reused).runId}`);
    } else {
      const { brought } = prepared;
      inputs = brought.references;
      const ended = await runStep(runtime, work, {
        directory,
        brought,
        watch,
        printed: (...chunk) => recorder.printed(...chunk),
      });
      outcome = outcomeOfEnding(ended.ending, watch.reason(), runtime.memoryMb);
      recorder.end();
      sayFailure(outcome, stackOfEnding(ended.ending));
      if (ended.mayHaveOutputs) {
        usesFolder = true;
        const { files, faults } = await collectOutputs(outputsOf(directory), ended.notes);
        for (const fault of faults) recorder.say(fault.message);
        if (outcome.kind === 'succeeded' && faults[0] !== undefined) outcome = faults[0].outcome;
        const attempt = { project: event.project, producedBy: own, prefix };
        outputs = await uploadOutputs(runtime.stores, attempt, files, () => new Date().toISOString());
      }
    }
  } catch (error) {
    outcome = platformOutcome(error, watch);
    sayFailure(outcome);
  } finally {
    watch.dispose();
    await following.end();
  }
  const result = { outcome, metadata: reused?.metadata ?? recorder.latest(), outputs, inputs };
  const recorded = await attemptError(async () => {
    await recorder.flush();
    if (outputs.length > 0 && reused === undefined) await writeManifest(runtime, work, prefix, executionId, result);
  });
  // A step may leave what cannot be removed; that changes nothing of what it did.
  if (usesFolder) await rm(directory, { recursive: true, force: true }).catch(() => undefined);
  const final =
    result.outcome.kind === 'succeeded' && recorded !== undefined ? platformOutcome(recorded, watch) : result.outcome;
  return {
    ...result,
    outcome: final,
    ...(cacheKey === undefined || final.kind !== 'succeeded' ? {} : { cacheKey }),
    ...(reused === undefined ? {} : { reusedFrom: originOf(reused) }),
    finishedAt: new Date().toISOString(),
  };

  function sayFailure(failed: AttemptOutcome, stack?: string): void {
    if (failed.kind !== 'succeeded') recorder.say(stack === undefined ? failed.message : `${failed.message}\n${stack}`);
  }
}

async function runStep(
  runtime: StepRuntime,
  { event, plan, parameters }: AttemptWork,
  surroundings: {
    readonly directory: string;
    readonly brought: BroughtInputs;
    readonly watch: AttemptWatch;
    readonly printed: (stream: 'stdout' | 'stderr', text: string, at: number) => void;
  },
): Promise<EndedThread> {
  const { directory, brought, watch, printed } = surroundings;
  const { project, runId, node, trial } = event;
  const run = plan.finally === true ? await runtime.stores.runs.settled(project, runId) : undefined;
  jobs += 1;
  const running = runtime.thread.run(
    {
      id: jobs,
      parameters,
      inputs: brought.inputs,
      outputsDirectory: outputsOf(directory),
      environmentVariables: {
        ...plan.environmentVariables,
        ...(run === undefined
          ? {}
          : {
              SLIPWAY_RUN_STATUS: run.status,
              SLIPWAY_FAILED_NODES: JSON.stringify(run.failedNodes.map((failed) => failed.node)),
            }),
      },
      execution: { project, runId, node, trial, executionId: executionIdOf(node, trial) },
      ...(run === undefined ? {} : { run }),
    },
    printed,
  );
  const announce = (): void => running.abort(watch.reason()?.message ?? 'the step is to end');
  const kill = (): void => running.kill();
  if (watch.ending.aborted) announce();
  watch.ending.addEventListener('abort', announce);
  watch.over.addEventListener('abort', kill);
  return running.ended;
}

function outputsOf(directory: string): string {
  return join(directory, 'outputs');
}

/** Its own manifest, beside the outputs: what is there, and what it was made from. */
async function writeManifest(
  runtime: StepRuntime,
  { event, parameters, startedAt }: AttemptWork,
  prefix: string,
  executionId: string,
  result: Omit<AttemptResult, 'finishedAt'>,
): Promise<void> {
  const { runId, node, trial, generation, attempt } = event;
  const manifest = { runId, node, executionId, trial, generation, attempt, startedAt, parameters, ...result };
  await runtime.stores.objects.putText(`${prefix}manifest.json`, JSON.stringify(manifest), 'application/json');
}

/** What went wrong around the step: the platform's fault or its input's, unless the attempt was to end anyway. */
function platformOutcome(error: unknown, watch: AttemptWatch): FailedOutcome {
  const reason = watch.reason();
  if (reason !== undefined)
    return new StepError(reason.kind === 'stopped' ? 'stopped' : 'errored', reason.message).outcome;
  if (error instanceof StepError) return error.outcome;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new StepError(
    'errored',
    systemErrorWords(errorCode(error), message) ?? `the platform could not do its part: ${message}`,
  ).outcome;
}

async function attemptError(work: () => Promise<void>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error ?? new Error('unknown');
  }
}
