import { ulid } from 'ulid';
import {
  type ExecutionStatusChangeEvent,
  type RunningStepFunctionsServer,
  startStepFunctionsServer,
  StepFunctionsEngine,
  type TaskCall,
  TaskError,
  type Json,
} from '../../engine/index.ts';
import type { ApiPlatform } from '../../functions/api-platform.ts';
import { answerOf } from '../../functions/finish-run/answer-of.ts';
import { readFinishEvent } from '../../functions/finish-run/read-finish-event.ts';
import { createApprovalStore } from '../../platform/aws/approval-store.ts';
import { createArtifactStore } from '../../platform/aws/artifact-store.ts';
import { createExecutionStore } from '../../platform/aws/execution-store.ts';
import { createFailureLocator } from '../../platform/aws/failure-locator.ts';
import { createIdempotencyStore } from '../../platform/aws/idempotency-store.ts';
import { createObjectStore } from '../../platform/aws/object-store.ts';
import { createPipelineRegistry } from '../../platform/aws/pipeline-registry.ts';
import { createRunStore } from '../../platform/aws/run-store.ts';
import { createSweepStore } from '../../platform/aws/sweep-store.ts';
import { createStatesClient } from '../../platform/aws/states-client.ts';
import { createStateMachines } from '../../platform/aws/state-machines.ts';
import { createTaskTokens } from '../../platform/aws/task-tokens.ts';
import type { StepLambda } from '../../platform/pipelines/step-lambdas.ts';
import { finishPipeline } from '../../platform/runs/finish-pipeline.ts';
import { finishRun } from '../../platform/runs/finish-run.ts';
import { settleRun } from '../../platform/runs/settle-run.ts';
import { recordFailure } from '../../platform/runs/record-failure.ts';
import { requestApproval } from '../../platform/runs/request-approval.ts';
import { isRunFate } from '../../platform/runs/statuses.ts';
import type { RunKey } from '../../platform/runs/run-store.ts';
import type { Run } from '../../platform/runs/run.ts';
import type { ApprovalEvent, FailureEvent, StepEvent } from '../../statemachines/asl/compiled-pipeline.ts';
import { type LocalStores, startLocalStores } from './aws/local-stores.ts';

/** What a step does in a test, after its execution has begun. `silent`: it dies without recording anything. */
type StepAct =
  | { readonly kind: 'succeed'; readonly metadata?: Readonly<Record<string, unknown>> }
  | { readonly kind: 'fail'; readonly message: string }
  | { readonly kind: 'silent'; readonly error: string; readonly cause: string }
  /** Runs until the promise is settled. */
  | { readonly kind: 'wait'; readonly until: Promise<unknown> };

export interface TestPlatform extends AsyncDisposable {
  readonly platform: ApiPlatform;
  readonly stores: LocalStores;
  readonly lambdas: readonly StepLambda[];
  /** What the steps do; every one succeeds unless told. */
  act: (event: StepEvent) => StepAct | undefined;
  /** Whether the events of the state machines reach the platform, and whether a machine's last state does. */
  readonly paths: { event: boolean; lastState: boolean };
  readonly events: ExecutionStatusChangeEvent[];
  /** What the functions need beside the stores. */
  readonly environment: Readonly<Record<string, string>>;
  /** The event that says this of the execution of this name, once it has come. */
  statusEvent(name: string, status: string): Promise<ExecutionStatusChangeEvent>;
  /** Until the run has its fate. */
  ended(key: RunKey): Promise<Run>;
}

const stage = 'test';
const machineRole = 'arn:aws:iam::000000000000:role/slipway-test-machines';
const region = 'eu-west-1';
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The platform on real stores and the real engine, with steps that do as the test says. */
export async function startTestPlatform(): Promise<TestPlatform> {
  const stores = await startLocalStores();
  const { documents, tableName, s3, bucket } = stores;
  const objects = createObjectStore(s3, bucket);
  const executions = createExecutionStore({ documents, tableName, objects });
  const runs = createRunStore({ documents, tableName });
  const now = () => new Date();
  const lambdas: StepLambda[] = [];
  const work = new Set<Promise<unknown>>();
  const watchers = new Set<() => void>();

  const step = async (event: StepEvent): Promise<Json> => {
    const key = { ...event, trial: event.trial };
    const begun = await executions.begin(key, {}, now().toISOString());
    if (begun.kind !== 'begun') return { status: begun.kind };
    const act = test.act(event) ?? { kind: 'succeed' };
    if (act.kind === 'wait') await act.until;
    if (act.kind === 'silent') throw new TaskError(act.error, act.cause);
    const failed = act.kind === 'fail';
    await executions.finishAttempt(key, {
      outcome: failed ? { kind: 'failed', error: 'StepFailed', message: act.message } : { kind: 'succeeded' },
      metadata: act.kind === 'succeed' ? (act.metadata ?? {}) : {},
      outputs: [],
      inputs: {},
      finishedAt: now().toISOString(),
    });
    if (failed) throw new TaskError('StepFailed', JSON.stringify({ errorMessage: act.message }));
    return { status: 'succeeded' };
  };

  const engine = new StepFunctionsEngine({
    region,
    credentials,
    endpoints: { s3: stores.environment['AWS_ENDPOINT_URL_S3'] ?? '' },
    tasks: {
      [`slipway-${stage}-finish-run`]: async ({ arguments: given }) => {
        const event: unknown = JSON.parse(payloadOf(given));
        const request = readFinishEvent(event, stage);
        if (request === undefined || !test.paths.lastState) return { status: 'succeeded', reason: '' };
        if (request.pipeline !== undefined) return { ...(await finishPipeline(platform, request.pipeline)) };
        if (request.finally !== true) return { ...answerOf(await finishRun(platform, request)) };
        await settleRun(platform, request);
        return {};
      },
      [`slipway-${stage}-record-failure`]: async ({ arguments: given }) => ({
        ...(await recordFailure(platform, JSON.parse(payloadOf(given)) as FailureEvent)),
      }),
      [`slipway-${stage}-request-approval`]: async ({ arguments: given }) => {
        await requestApproval(platform, JSON.parse(payloadOf(given)) as ApprovalEvent);
        return {};
      },
      ...Object.fromEntries(
        ['preprocess', 'train', 'predict'].map((name) => [
          `slipway-${stage}-steps-${name}`,
          ({ arguments: given }: TaskCall) => step(JSON.parse(payloadOf(given)) as StepEvent),
        ]),
      ),
    },
    onExecutionStatusChange: (event) => {
      test.events.push(event);
      const request = readFinishEvent(event, stage);
      if (request === undefined || !test.paths.event) return;
      const finishing = finishRun(platform, request).finally(() => {
        work.delete(finishing);
        for (const watch of watchers) watch();
      });
      work.add(finishing);
    },
  });
  const server: RunningStepFunctionsServer = await startStepFunctionsServer({ engine, port: 0 });
  const states = createStatesClient({ region, credentials, endpoint: server.endpoint });

  const platform: ApiPlatform = {
    stage,
    bucket,
    tableName,
    version: '0.0.0-test',
    runs,
    executions,
    sweeps: createSweepStore({ documents, tableName }),
    objects,
    registry: createPipelineRegistry({ documents, tableName }),
    artifacts: createArtifactStore(documents, tableName),
    machines: createStateMachines({ states, roleArn: machineRole }),
    lambdas: {
      ensure: async (lambda) => {
        if (lambdas.some(({ functionName }) => functionName === lambda.functionName)) return { kind: 'present' };
        lambdas.push(lambda);
        return { kind: 'created' };
      },
    },
    approvals: createApprovalStore({ documents, tableName }),
    tokens: createTaskTokens({ states }),
    idempotency: createIdempotencyStore({ documents, tableName }),
    failures: createFailureLocator({ states }),
    now,
    newRunId: (at) => ulid(at.getTime()),
  };

  const test: TestPlatform = {
    platform,
    stores,
    lambdas,
    act: () => undefined,
    paths: { event: true, lastState: true },
    events: [],
    environment: {
      AWS_ENDPOINT_URL_SFN: server.endpoint,
      SLIPWAY_MACHINE_ROLE_ARN: machineRole,
      SLIPWAY_FUNCTION_ROLE_ARN: machineRole,
    },
    async statusEvent(name, status) {
      for (;;) {
        const event = test.events.find(({ detail }) => detail.name === name && detail.status === status);
        if (event !== undefined) return event;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async ended(key) {
      for (;;) {
        const run = await runs.get(key);
        if (run !== undefined && isRunFate(run.status)) return run;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.allSettled(work);
      await server.close();
      await engine.close();
      await stores[Symbol.asyncDispose]();
    },
  };
  return test;
}

/** Over the wire and back, as a Lambda's payload goes. */
function payloadOf(given: Json): string {
  const payload = typeof given === 'object' && given !== null && 'Payload' in given ? given['Payload'] : given;
  return JSON.stringify(payload);
}
