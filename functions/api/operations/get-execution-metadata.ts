import type { Routes } from '../../../api/routes.ts';
import { getExecution } from '../../../platform/runs/get-execution.ts';
import { readMetadata } from '../../../platform/runs/read-metadata.ts';
import type { Operation } from '../operation.ts';

/** What a reused execution printed lies with the one that made its results. */
export const getExecutionMetadata: Operation<Routes['getExecutionMetadata']> = async (
  platform,
  { project, params, query },
) => {
  const execution = await getExecution(platform, { project, ...params });
  const { reusedFrom } = execution;
  const origin = reusedFrom === undefined ? execution : await getExecution(platform, { project, ...reusedFrom });
  return readMetadata(platform.objects, origin, query.cursor);
};
