import { defineRoute } from '../route.ts';
import { executionPathSchema } from '../schemas/identifiers.ts';
import { logPageSchema } from '../schemas/logs.ts';
import { pageQuerySchema } from '../schemas/page.ts';

export const getExecutionLogs = defineRoute({
  operationId: 'getExecutionLogs',
  method: 'GET',
  path: '/v1/runs/{runId}/executions/{executionId}/logs',
  role: 'viewer',
  summary: "Gives the log lines of an execution's latest attempt, also while it runs.",
  params: executionPathSchema,
  query: pageQuerySchema.pick({ cursor: true }),
  repeatable: 'always',
  success: {
    status: 200,
    schema: logPageSchema,
  },
});
