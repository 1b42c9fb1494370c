import type { Route } from './route.ts';
import { approveExecution } from './routes/approve-execution.ts';
import { createArtifact } from './routes/create-artifact.ts';
import { createCode } from './routes/create-code.ts';
import { downloadArtifact } from './routes/download-artifact.ts';
import { getArtifact } from './routes/get-artifact.ts';
import { getExecutionLogs } from './routes/get-execution-logs.ts';
import { getExecutionMetadata } from './routes/get-execution-metadata.ts';
import { getExecution } from './routes/get-execution.ts';
import { getHealth } from './routes/get-health.ts';
import { getPipeline } from './routes/get-pipeline.ts';
import { getRun } from './routes/get-run.ts';
import { listApprovals } from './routes/list-approvals.ts';
import { listExecutions } from './routes/list-executions.ts';
import { listPipelines } from './routes/list-pipelines.ts';
import { listRunArtifacts } from './routes/list-run-artifacts.ts';
import { listRuns } from './routes/list-runs.ts';
import { registerPipeline } from './routes/register-pipeline.ts';
import { rejectExecution } from './routes/reject-execution.ts';
import { rerunRun } from './routes/rerun-run.ts';
import { retryRun } from './routes/retry-run.ts';
import { startRun } from './routes/start-run.ts';
import { stopRun } from './routes/stop-run.ts';
import { validatePipeline } from './routes/validate-pipeline.ts';

/** Every operation of the API by its id. `functions/api` must have a handler for each; the client has a method for each. */
export const routes = {
  getHealth,
  registerPipeline,
  validatePipeline,
  listPipelines,
  getPipeline,
  createCode,
  createArtifact,
  getArtifact,
  downloadArtifact,
  startRun,
  listRuns,
  getRun,
  stopRun,
  retryRun,
  rerunRun,
  listExecutions,
  getExecution,
  getExecutionLogs,
  getExecutionMetadata,
  listApprovals,
  approveExecution,
  rejectExecution,
  listRunArtifacts,
} as const satisfies Readonly<Record<string, Route>>;

export type Routes = typeof routes;
export type OperationId = keyof Routes;
