import type { Routes } from '../../../api/routes.ts';
import { getExecution as get } from '../../../platform/runs/get-execution.ts';
import type { Operation } from '../operation.ts';

export const getExecution: Operation<Routes['getExecution']> = async (platform, { project, params }) =>
  get(platform, { project, ...params });
