import { defineRoute } from '../route.ts';
import { executionPathSchema } from '../schemas/identifiers.ts';
import { metadataPageSchema } from '../schemas/logs.ts';
import { pageQuerySchema } from '../schemas/page.ts';

export const getExecutionMetadata = defineRoute({
  operationId: 'getExecutionMetadata',
  method: 'GET',
  path: '/v1/runs/{runId}/executions/{executionId}/metadata',
  role: 'viewer',
  summary: "Gives the metadata that an execution's latest attempt printed, also while it runs.",
  params: executionPathSchema,
  query: pageQuerySchema.pick({ cursor: true }),
  repeatable: 'always',
  success: {
    status: 200,
    schema: metadataPageSchema,
  },
});
