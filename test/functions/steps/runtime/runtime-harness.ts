import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResourceLimits } from 'node:worker_threads';
import { createArtifactStore } from '../../../../platform/aws/artifact-store.ts';
import { createCacheKeyStore } from '../../../../platform/aws/cache-key-store.ts';
import { createSweepStore } from '../../../../platform/aws/sweep-store.ts';
import { createExecutionStore } from '../../../../platform/aws/execution-store.ts';
import { createObjectStore } from '../../../../platform/aws/object-store.ts';
import { createRunStatusReader } from '../../../../platform/aws/run-status-reader.ts';
import { nodePlanKey } from '../../../../platform/runs/run-keys.ts';
import type { Execution } from '../../../../platform/runs/run.ts';
import { createCodeDigest } from '../../../../functions/steps/runtime/code-digest.ts';
import { createStepFunction, type StepFunction } from '../../../../functions/steps/runtime/create-step-function.ts';
import { createPlanLoader, createPointsLoader } from '../../../../functions/steps/runtime/node-plans.ts';
import type { RuntimeIntervals } from '../../../../functions/steps/runtime/step-runtime.ts';
import type { RuntimeStores } from '../../../../functions/steps/runtime/runtime-stores.ts';
import { createStepThread } from '../../../../functions/steps/runtime/step-thread.ts';
import type { StepEvent } from '../../../../statemachines/asl/compiled-pipeline.ts';
import type { StoredPlan } from '../../../../platform/runs/node-reuse.ts';
import type { NodePlan } from '../../../../statemachines/plan/execution-plan.ts';
import { type LocalStores, startLocalStores } from '../../../platform/aws/local-stores.ts';

/** A step function over real stores; each run has an id of its own. */
export interface RuntimeHarness extends AsyncDisposable {
  readonly stores: RuntimeStores;
  readonly local: LocalStores;
  /** Where work folders are made. */
  readonly temporaryDirectory: string;
  /** Stores the plan and gives the event of its first delivery. */
  plan(plan: Partial<StoredPlan>, event?: Partial<StepEvent>): Promise<StepEvent>;
  /** The function around one step of `steps/`; warm from call to call. */
  step(name: string, options?: { readonly limits?: ResourceLimits }): StepFunction;
  executionOf(event: StepEvent): Promise<Execution | undefined>;
  /** Objects below the run's prefix: key after it → text. */
  objectsOf(event: StepEvent, suffix?: string): Promise<Readonly<Record<string, string>>>;
  /** All log lines of an execution, as `stream: message`. */
  logsOf(event: StepEvent): Promise<readonly string[]>;
  setRunStatus(event: StepEvent, status: string): Promise<void>;
}

let runs = 0;

export interface HarnessOptions {
  /** Lays itself between the runtime and the stores' clients. */
  readonly watched?: (local: LocalStores) => LocalStores;
  /** Shorter than in the product, so that tests need not wait. */
  readonly intervals?: RuntimeIntervals;
}

export async function startHarness({
  watched = (local) => local,
  intervals = { stopFlag: 50, flush: 50 },
}: HarnessOptions = {}): Promise<RuntimeHarness> {
  const local = watched(await startLocalStores());
  const temporaryDirectory = await mkdtemp(join(tmpdir(), 'slipway-runtime-test-'));
  const objects = createObjectStore(local.s3, local.bucket);
  const { documents, tableName } = local;
  const stores: RuntimeStores = {
    executions: createExecutionStore({ documents, tableName, objects }),
    runs: createRunStatusReader(documents, tableName),
    sweeps: createSweepStore({ documents, tableName }),
    artifacts: createArtifactStore(documents, tableName),
    objects,
    cacheKeys: createCacheKeyStore(documents, tableName),
  };
  const functions = new Map<string, StepFunction>();
  const threads: { dispose(): Promise<void> }[] = [];

  return {
    stores,
    local,
    temporaryDirectory,

    async plan(plan, event): Promise<StepEvent> {
      runs += 1;
      const place = { project: 'default', runId: `run-${runs}`, generation: 1, node: 'train', ...event };
      await storePlan({ ...emptyPlan, node: place.node, ...plan }, place);
      return { trial: [], attempt: '0.0', ...place };
    },

    step(name, options = {}): StepFunction {
      const id = JSON.stringify([name, options]);
      const made = functions.get(id);
      if (made !== undefined) return made;
      const stepUrl = new URL(`./steps/${name}.ts`, import.meta.url);
      const thread = createStepThread({
        workerUrl: new URL('../../../../functions/steps/runtime/worker.ts', import.meta.url),
        stepUrl,
        exportName: 'default',
        ...options,
      });
      threads.push(thread);
      const created = createStepFunction({
        stores,
        loadPlan: createPlanLoader(objects),
        loadPoints: createPointsLoader(objects),
        thread,
        codeDigest: createCodeDigest(stepUrl),
        memoryMb: 512,
        temporaryDirectory,
        intervals,
      });
      functions.set(id, created);
      return created;
    },

    executionOf: ({ project, runId, node, trial }) => stores.executions.get(project, runId, node, trial),

    objectsOf,

    async logsOf(event): Promise<readonly string[]> {
      const segments = await objectsOf(event, '.ndjson');
      return Object.entries(segments)
        .filter(([key]) => key.includes('/logs/'))
        .flatMap(([, text]) => text.trimEnd().split('\n'))
        .map((line) => JSON.parse(line) as { stream: string; message: string })
        .map(({ stream, message }) => `${stream}: ${message}`);
    },

    async setRunStatus({ project, runId }, status): Promise<void> {
      const Item = { pk: `P#${project}#RUN#${runId}`, sk: 'RUN', status };
      await documents.put({ TableName: tableName, Item });
    },

    async [Symbol.asyncDispose](): Promise<void> {
      await Promise.all(threads.map((thread) => thread.dispose()));
      await local[Symbol.asyncDispose]();
      await rm(temporaryDirectory, { recursive: true, force: true });
    },
  };

  async function objectsOf({ runId }: StepEvent, suffix = ''): Promise<Readonly<Record<string, string>>> {
    const prefix = `projects/default/runs/${runId}/`;
    const found: Record<string, string> = {};
    for await (const key of objects.keys(prefix)) {
      if (key.endsWith(suffix) && !key.includes('/plan/')) {
        found[key.slice(prefix.length)] = (await objects.getText(key)) ?? '';
      }
    }
    return found;
  }

  async function storePlan(plan: NodePlan, place: Omit<StepEvent, 'trial' | 'attempt'>): Promise<void> {
    const key = nodePlanKey(place.project, place.runId, place.generation, place.node);
    await objects.putText(key, JSON.stringify(plan), 'application/json');
  }
}

export const emptyPlan: NodePlan = {
  node: 'train',
  kind: 'execution',
  step: 'train',
  work: { kind: 'handler', handler: 'steps.ts#default' },
  axes: [],
  parameters: [],
  inputs: [],
  environmentVariables: {},
  timeoutSeconds: 900,
  after: [],
};

/** Lambda's context, as far as the runtime reads it. */
export function lambdaContext(remainingMs = 60_000): Parameters<StepFunction>[1] {
  const end = Date.now() + remainingMs;
  return { awsRequestId: 'request', getRemainingTimeInMillis: () => end - Date.now() };
}
