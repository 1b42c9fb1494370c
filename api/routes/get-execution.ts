import { defineRoute } from '../route.ts';
import { executionSchema } from '../schemas/execution.ts';
import { executionPathSchema, nothingSchema } from '../schemas/identifiers.ts';

export const getExecution = defineRoute({
  operationId: 'getExecution',
  method: 'GET',
  path: '/v1/runs/{runId}/executions/{executionId}',
  role: 'viewer',
  summary: 'Gives an execution with its parameters, inputs, outputs and latest metadata.',
  params: executionPathSchema,
  query: nothingSchema,
  repeatable: 'always',
  success: {
    status: 200,
    schema: executionSchema,
  },
});
