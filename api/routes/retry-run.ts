import { defineRoute } from '../route.ts';
import { nothingSchema, runPathSchema } from '../schemas/identifiers.ts';
import { runSchema } from '../schemas/run.ts';

export const retryRun = defineRoute({
  operationId: 'retryRun',
  method: 'POST',
  path: '/v1/runs/{runId}/retry',
  role: 'operator',
  summary: 'Lets a run that failed or was stopped go on from where it failed; one that is at work stays as it is.',
  params: runPathSchema,
  query: nothingSchema,
  repeatable: 'always',
  success: {
    status: 202,
    schema: runSchema,
  },
});
