import { ulid } from 'ulid';
import packageJson from '../package.json' with { type: 'json' };
import type { VerifyContext } from '../platform/access/verify-token.ts';
import { createApprovalStore } from '../platform/aws/approval-store.ts';
import { createArtifactStore } from '../platform/aws/artifact-store.ts';
import { documentClient, lambdaClient, objectClient, parameterReader, statesClient } from '../platform/aws/clients.ts';
import { createExecutionStore } from '../platform/aws/execution-store.ts';
import { createFailureLocator } from '../platform/aws/failure-locator.ts';
import { createIdempotencyStore } from '../platform/aws/idempotency-store.ts';
import { createMachineExecutions } from '../platform/aws/machine-executions.ts';
import { createObjectStore } from '../platform/aws/object-store.ts';
import { createPipelineRegistry } from '../platform/aws/pipeline-registry.ts';
import { createRunStore, type RunTable } from '../platform/aws/run-store.ts';
import { createStateMachines } from '../platform/aws/state-machines.ts';
import { createStepLambdas } from '../platform/aws/step-lambdas.ts';
import { createSweepStore } from '../platform/aws/sweep-store.ts';
import { createTaskTokens } from '../platform/aws/task-tokens.ts';
import { createTextObjects } from '../platform/aws/text-objects.ts';
import { createTokenStore } from '../platform/aws/token-store.ts';
import type { RecordDeploymentContext } from '../platform/pipelines/record-deployment.ts';
import type { DecideContext } from '../platform/runs/decide.ts';
import type { FinishContext } from '../platform/runs/finish-run.ts';
import type { ReconcileContext } from '../platform/runs/reconcile-runs.ts';
import type { RecordFailureContext } from '../platform/runs/record-failure.ts';
import type { RequestApprovalContext } from '../platform/runs/request-approval.ts';
import type { ApiPlatform } from './api-platform.ts';
import { setting } from './environment.ts';

/*
 * Use cases joined with their adapters, by the environment. Functions, not values: a handler calls the one that it needs when
 * its environment starts, and the bundler leaves out what the others need.
 */

const now = (): Date => new Date();

function table(): RunTable {
  return { documents: documentClient(), tableName: setting('SLIPWAY_TABLE') };
}

export function verifyContext(): VerifyContext {
  return { tokens: createTokenStore(table()), now };
}

export function recordFailureContext(): RecordFailureContext {
  const objects = createTextObjects(objectClient(), setting('SLIPWAY_BUCKET'));
  return { executions: createExecutionStore({ ...table(), objects }), sweeps: createSweepStore(table()), now };
}

export function decideContext(): DecideContext {
  return {
    ...recordFailureContext(),
    runs: createRunStore(table()),
    objects: createTextObjects(objectClient(), setting('SLIPWAY_BUCKET')),
  };
}

export function requestApprovalContext(): RequestApprovalContext {
  return {
    ...recordFailureContext(),
    approvals: createApprovalStore(table()),
    tokens: createTaskTokens({ states: statesClient() }),
    objects: createTextObjects(objectClient(), setting('SLIPWAY_BUCKET')),
  };
}

export function finishContext(): FinishContext {
  return {
    ...recordFailureContext(),
    runs: createRunStore(table()),
    failures: createFailureLocator({ states: statesClient() }),
  };
}

export function reconcileContext(): ReconcileContext {
  return { ...finishContext(), machines: createMachineExecutions({ states: statesClient() }) };
}

export function recordDeploymentContext(): RecordDeploymentContext {
  return {
    registry: createPipelineRegistry(table()),
    objects: createTextObjects(objectClient(), setting('SLIPWAY_BUCKET')),
    readParameter: parameterReader(),
    readObject: async (place) => (await objectClient().get(place))?.toString('utf8'),
    now,
  };
}

export function apiPlatform(): ApiPlatform {
  const bucket = setting('SLIPWAY_BUCKET');
  const stage = setting('SLIPWAY_STAGE');
  const { documents, tableName } = table();
  return {
    ...finishContext(),
    stage,
    bucket,
    tableName,
    version: packageJson.version,
    registry: createPipelineRegistry({ documents, tableName }),
    objects: createObjectStore(objectClient(), bucket),
    artifacts: createArtifactStore(documents, tableName),
    machines: createStateMachines({ states: statesClient(), roleArn: setting('SLIPWAY_MACHINE_ROLE_ARN') }),
    lambdas: createStepLambdas({
      lambda: lambdaClient(),
      bucket,
      roleArn: setting('SLIPWAY_FUNCTION_ROLE_ARN'),
      environment: { SLIPWAY_BUCKET: bucket, SLIPWAY_TABLE: tableName, SLIPWAY_STAGE: stage },
    }),
    approvals: createApprovalStore({ documents, tableName }),
    tokens: createTaskTokens({ states: statesClient() }),
    idempotency: createIdempotencyStore({ documents, tableName }),
    newRunId: (at) => ulid(at.getTime()),
  };
}
