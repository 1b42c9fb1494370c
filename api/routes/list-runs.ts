import { defineRoute } from '../route.ts';
import { nothingSchema, pipelineNameSchema } from '../schemas/identifiers.ts';
import { pageQuerySchema, pageSchema } from '../schemas/page.ts';
import { runSchema, runStatusSchema } from '../schemas/run.ts';

export const listRuns = defineRoute({
  operationId: 'listRuns',
  method: 'GET',
  path: '/v1/runs',
  role: 'viewer',
  summary: 'Lists runs, the newest first.',
  params: nothingSchema,
  query: pageQuerySchema.extend({
    pipeline: pipelineNameSchema.exactOptional(),
    status: runStatusSchema.exactOptional(),
  }),
  repeatable: 'always',
  success: {
    status: 200,
    schema: pageSchema(runSchema),
  },
});
