import type { Routes } from '../../../api/routes.ts';
import { rerunRun as rerun } from '../../../platform/runs/rerun-run.ts';
import type { Operation } from '../operation.ts';
import { runResource } from '../resources/run-resource.ts';

export const rerunRun: Operation<Routes['rerunRun']> = async (platform, { project, params, body, idempotencyKey }) => {
  const key = idempotencyKey === undefined ? {} : { idempotencyKey };
  return runResource(await rerun(platform, { project, runId: params.runId, ...body, ...key }));
};
