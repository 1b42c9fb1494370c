import { defineRoute } from '../route.ts';
import { nothingSchema, runPathSchema } from '../schemas/identifiers.ts';
import { runDetailSchema } from '../schemas/run.ts';

export const getRun = defineRoute({
  operationId: 'getRun',
  method: 'GET',
  path: '/v1/runs/{runId}',
  role: 'viewer',
  summary: 'Gives a run with the state of every node.',
  params: runPathSchema,
  query: nothingSchema,
  repeatable: 'always',
  success: {
    status: 200,
    schema: runDetailSchema,
  },
});
