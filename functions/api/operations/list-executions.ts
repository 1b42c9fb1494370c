import type { Routes } from '../../../api/routes.ts';
import { listExecutions as list } from '../../../platform/runs/list-executions.ts';
import type { Operation } from '../operation.ts';

export const listExecutions: Operation<Routes['listExecutions']> = async (platform, { project, params, query }) => {
  const { node } = query;
  return list(platform, { project, runId: params.runId, ...(node === undefined ? {} : { node }) }, query);
};
