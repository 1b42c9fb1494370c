import { type OperationId, routes } from '../../api/routes.ts';
import type { ServedOperation } from './operation.ts';
import { approveExecution } from './operations/approve-execution.ts';
import { createArtifact } from './operations/create-artifact.ts';
import { createCode } from './operations/create-code.ts';
import { downloadArtifact } from './operations/download-artifact.ts';
import { getArtifact } from './operations/get-artifact.ts';
import { getExecutionLogs } from './operations/get-execution-logs.ts';
import { getExecutionMetadata } from './operations/get-execution-metadata.ts';
import { getExecution } from './operations/get-execution.ts';
import { getHealth } from './operations/get-health.ts';
import { getPipeline } from './operations/get-pipeline.ts';
import { getRun } from './operations/get-run.ts';
import { listApprovals } from './operations/list-approvals.ts';
import { listExecutions } from './operations/list-executions.ts';
import { listPipelines } from './operations/list-pipelines.ts';
import { listRunArtifacts } from './operations/list-run-artifacts.ts';
import { listRuns } from './operations/list-runs.ts';
import { registerPipeline } from './operations/register-pipeline.ts';
import { rejectExecution } from './operations/reject-execution.ts';
import { rerunRun } from './operations/rerun-run.ts';
import { retryRun } from './operations/retry-run.ts';
import { startRun } from './operations/start-run.ts';
import { stopRun } from './operations/stop-run.ts';
import { validatePipeline } from './operations/validate-pipeline.ts';
import { serveOperation } from './serve-operation.ts';

/** What stands behind each route of the contract; one without its operation does not compile. */
export const operations: Readonly<Record<OperationId, ServedOperation>> = {
  getHealth: serveOperation(routes.getHealth, getHealth),
  registerPipeline: serveOperation(routes.registerPipeline, registerPipeline),
  validatePipeline: serveOperation(routes.validatePipeline, validatePipeline),
  listPipelines: serveOperation(routes.listPipelines, listPipelines),
  getPipeline: serveOperation(routes.getPipeline, getPipeline),
  createCode: serveOperation(routes.createCode, createCode),
  createArtifact: serveOperation(routes.createArtifact, createArtifact),
  getArtifact: serveOperation(routes.getArtifact, getArtifact),
  downloadArtifact: serveOperation(routes.downloadArtifact, downloadArtifact),
  startRun: serveOperation(routes.startRun, startRun),
  listRuns: serveOperation(routes.listRuns, listRuns),
  getRun: serveOperation(routes.getRun, getRun),
  stopRun: serveOperation(routes.stopRun, stopRun),
  retryRun: serveOperation(routes.retryRun, retryRun),
  rerunRun: serveOperation(routes.rerunRun, rerunRun),
  listExecutions: serveOperation(routes.listExecutions, listExecutions),
  getExecution: serveOperation(routes.getExecution, getExecution),
  getExecutionLogs: serveOperation(routes.getExecutionLogs, getExecutionLogs),
  getExecutionMetadata: serveOperation(routes.getExecutionMetadata, getExecutionMetadata),
  listApprovals: serveOperation(routes.listApprovals, listApprovals),
  approveExecution: serveOperation(routes.approveExecution, approveExecution),
  rejectExecution: serveOperation(routes.rejectExecution, rejectExecution),
  listRunArtifacts: serveOperation(routes.listRunArtifacts, listRunArtifacts),
};
