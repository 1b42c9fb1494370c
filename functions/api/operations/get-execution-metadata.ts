import type { Routes } from '../../../api/routes.ts';
import { getExecution } from '../../../platform/runs/get-execution.ts';
import { readMetadata } from '../../../platform/runs/read-metadata.ts';
import type { Operation } from '../operation.ts';

export const getExecutionMetadata: Operation<Routes['getExecutionMetadata']> = async (platform, { project, params }) =>
  readMetadata(platform.objects, await getExecution(platform, { project, ...params }));
