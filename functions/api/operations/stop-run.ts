import type { Routes } from '../../../api/routes.ts';
import { stopRun as stop } from '../../../platform/runs/stop-run.ts';
import type { Operation } from '../operation.ts';
import { runResource } from '../resources/run-resource.ts';

export const stopRun: Operation<Routes['stopRun']> = async (platform, { project, params }) =>
  runResource(await stop(platform, { project, runId: params.runId }));
