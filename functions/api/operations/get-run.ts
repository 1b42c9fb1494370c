import type { Routes } from '../../../api/routes.ts';
import { getRun as read } from '../../../platform/runs/get-run.ts';
import type { Operation } from '../operation.ts';
import { runResource } from '../resources/run-resource.ts';

export const getRun: Operation<Routes['getRun']> = async (platform, { project, params }) => {
  const { run, nodes } = await read(platform, { project, runId: params.runId });
  return { ...runResource(run), nodes };
};
