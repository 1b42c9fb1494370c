import { defineRoute } from '../route.ts';
import { answerBodySchema, approvalSchema } from '../schemas/approval.ts';
import { executionPathSchema, nothingSchema } from '../schemas/identifiers.ts';

export const rejectExecution = defineRoute({
  operationId: 'rejectExecution',
  method: 'POST',
  path: '/v1/runs/{runId}/executions/{executionId}/reject',
  role: 'operator',
  summary: 'Rejects what an execution waits for: a node fails by it, and what an action asked for ends the run.',
  params: executionPathSchema,
  query: nothingSchema,
  body: answerBodySchema,
  repeatable: 'always',
  success: {
    status: 200,
    schema: approvalSchema,
  },
});
