import type { Routes } from '../../../api/routes.ts';
import { startRun as start } from '../../../platform/runs/start-run.ts';
import type { Operation } from '../operation.ts';
import { runResource } from '../resources/run-resource.ts';

export const startRun: Operation<Routes['startRun']> = async (platform, { project, body, idempotencyKey }) =>
  runResource(await start(platform, { project, ...body, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) }));
