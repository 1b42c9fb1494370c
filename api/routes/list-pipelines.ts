import { defineRoute } from '../route.ts';
import { nothingSchema } from '../schemas/identifiers.ts';
import { pageQuerySchema, pageSchema } from '../schemas/page.ts';
import { pipelineVersionSchema } from '../schemas/pipeline.ts';

export const listPipelines = defineRoute({
  operationId: 'listPipelines',
  method: 'GET',
  path: '/v1/pipelines',
  role: 'viewer',
  summary: 'Lists the latest version of every pipeline.',
  params: nothingSchema,
  query: pageQuerySchema,
  repeatable: 'always',
  success: {
    status: 200,
    schema: pageSchema(pipelineVersionSchema),
  },
});
