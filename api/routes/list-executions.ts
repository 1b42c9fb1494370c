import { defineRoute } from '../route.ts';
import { executionSchema } from '../schemas/execution.ts';
import { nodeNameSchema, runPathSchema } from '../schemas/identifiers.ts';
import { pageQuerySchema, pageSchema } from '../schemas/page.ts';

export const listExecutions = defineRoute({
  operationId: 'listExecutions',
  method: 'GET',
  path: '/v1/runs/{runId}/executions',
  role: 'viewer',
  summary: 'Lists the executions of a run, or of one node of it, that have begun or have a fate.',
  params: runPathSchema,
  query: pageQuerySchema.extend({ node: nodeNameSchema.exactOptional() }),
  repeatable: 'always',
  success: {
    status: 200,
    schema: pageSchema(executionSchema),
  },
});
