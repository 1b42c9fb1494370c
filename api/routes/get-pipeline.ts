import * as z from 'zod';
import { defineRoute } from '../route.ts';
import { nothingSchema, pipelineNameSchema } from '../schemas/identifiers.ts';
import { pipelineSchema } from '../schemas/pipeline.ts';

export const getPipeline = defineRoute({
  operationId: 'getPipeline',
  method: 'GET',
  path: '/v1/pipelines/{pipeline}',
  role: 'viewer',
  summary: 'Gives a pipeline with its versions.',
  params: z.object({ pipeline: pipelineNameSchema }),
  query: nothingSchema,
  repeatable: 'always',
  success: {
    status: 200,
    schema: pipelineSchema,
  },
});
