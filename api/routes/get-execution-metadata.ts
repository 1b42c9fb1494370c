import { defineRoute } from '../route.ts';
import { executionPathSchema, nothingSchema } from '../schemas/identifiers.ts';
import { metadataSchema } from '../schemas/logs.ts';

export const getExecutionMetadata = defineRoute({
  operationId: 'getExecutionMetadata',
  method: 'GET',
  path: '/v1/runs/{runId}/executions/{executionId}/metadata',
  role: 'viewer',
  summary: 'Gives the metadata that an execution printed.',
  params: executionPathSchema,
  query: nothingSchema,
  repeatable: 'always',
  success: {
    status: 200,
    schema: metadataSchema,
  },
});
