import { join } from 'node:path';
import { findByCacheKey, findInRun, type Reusable } from '../../../platform/reuse/find-reusable.ts';
import type { StoredPlan } from '../../../platform/runs/node-reuse.ts';
import type { ReadProducers } from '../../../platform/runs/read-producers.ts';
import { executionIdOf } from '../../../platform/runs/run.ts';
import type { StepEvent } from '../../../statemachines/asl/compiled-pipeline.ts';
import { attemptCacheKey, recordedReferences, type References } from './attempt-cache-key.ts';
import { type BroughtInputs, bringInputs } from './bring-inputs.ts';
import { listUris } from './list-uris.ts';
import { locateInputs } from './locate-inputs.ts';
import { resolveInputs } from './resolve-inputs.ts';
import type { Parameters } from './resolve-parameters.ts';
import type { StepRuntime } from './step-runtime.ts';

export interface AttemptNeeds {
  readonly event: StepEvent;
  readonly plan: StoredPlan;
  readonly parameters: Parameters;
  readonly producers: ReadProducers;
}

/** Either everything lies ready for the step, or there is a result that makes running it needless. */
export type PreparedAttempt =
  | { readonly kind: 'ready'; readonly brought: BroughtInputs; readonly cacheKey?: string }
  | {
      readonly kind: 'reusable';
      readonly found: Reusable;
      /** Of the inputs that this execution would have read. */
      readonly references: References;
      readonly cacheKey?: string;
    };

/** Resolves and brings the inputs, and looks for a result to reuse as soon as enough is known. */
export async function prepareAttempt(
  runtime: StepRuntime,
  needs: AttemptNeeds,
  directory: string,
  signal: AbortSignal,
): Promise<PreparedAttempt> {
  const { event, plan, parameters, producers } = needs;
  const { stores } = runtime;
  const { reuse } = plan;
  if (reuse?.kind === 'run') {
    const found = await findInRun(stores, { ...event, runId: reuse.runId });
    if (found !== undefined) {
      const { inputs, cacheKey } = found.execution;
      return { kind: 'reusable', found, references: inputs, ...keyFields(cacheKey) };
    }
  }
  const resolved = await resolveInputs(plan, parameters, producers, (wildcard) => listUris(stores.objects, wildcard));
  const located = await locateInputs(stores, event.project, join(directory, 'inputs'), resolved);
  const code = await runtime.codeDigest();
  const keyOf = (references: References) => attemptCacheKey(plan, code, parameters, located, references);
  const reusable = async (references: References): Promise<PreparedAttempt | undefined> => {
    const cacheKey = reuse?.kind === 'cache-key' ? keyOf(references) : undefined;
    if (cacheKey === undefined) return undefined;
    const found = await findByCacheKey(stores, event.project, cacheKey);
    return found && { kind: 'reusable', found, references, cacheKey };
  };

  const recorded = recordedReferences(located);
  const early = recorded === undefined ? undefined : await reusable(recorded);
  if (early !== undefined) return early;
  const brought = await bringInputs(stores, located, signal);
  const late = recorded === undefined ? await reusable(brought.references) : undefined;
  if (late !== undefined) return late;
  if (brought.read.length > 0) {
    const reader = { runId: event.runId, node: event.node, executionId: executionIdOf(event.node, event.trial) };
    await stores.artifacts.recordReads(event.project, brought.read, reader, new Date().toISOString());
  }
  return { kind: 'ready', brought, ...keyFields(keyOf(brought.references)) };
}

function keyFields(cacheKey: string | undefined): { readonly cacheKey?: string } {
  return cacheKey === undefined ? {} : { cacheKey };
}
