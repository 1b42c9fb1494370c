import type { Routes } from '../../../api/routes.ts';
import { getExecution } from '../../../platform/runs/get-execution.ts';
import { readLogs } from '../../../platform/runs/read-logs.ts';
import type { Operation } from '../operation.ts';

export const getExecutionLogs: Operation<Routes['getExecutionLogs']> = async (platform, { project, params, query }) =>
  readLogs(platform.objects, await getExecution(platform, { project, ...params }), query.cursor);
