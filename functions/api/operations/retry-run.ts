import type { Routes } from '../../../api/routes.ts';
import { retryRun as retry } from '../../../platform/runs/retry-run.ts';
import type { Operation } from '../operation.ts';
import { runResource } from '../resources/run-resource.ts';

export const retryRun: Operation<Routes['retryRun']> = async (platform, { project, params }) =>
  runResource(await retry(platform, { project, runId: params.runId }));
