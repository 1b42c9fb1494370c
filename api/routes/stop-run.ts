import { defineRoute } from '../route.ts';
import { nothingSchema, runPathSchema } from '../schemas/identifiers.ts';
import { runSchema } from '../schemas/run.ts';

export const stopRun = defineRoute({
  operationId: 'stopRun',
  method: 'POST',
  path: '/v1/runs/{runId}/stop',
  role: 'operator',
  summary: 'Asks a run to stop; one that has ended stays as it is.',
  params: runPathSchema,
  query: nothingSchema,
  repeatable: 'always',
  success: {
    status: 202,
    schema: runSchema,
  },
});
