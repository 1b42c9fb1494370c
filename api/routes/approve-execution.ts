import { defineRoute } from '../route.ts';
import { answerBodySchema, approvalSchema } from '../schemas/approval.ts';
import { executionPathSchema, nothingSchema } from '../schemas/identifiers.ts';

export const approveExecution = defineRoute({
  operationId: 'approveExecution',
  method: 'POST',
  path: '/v1/runs/{runId}/executions/{executionId}/approve',
  role: 'operator',
  summary: 'Approves what an execution waits for, so that the run goes on.',
  params: executionPathSchema,
  query: nothingSchema,
  body: answerBodySchema,
  repeatable: 'always',
  success: {
    status: 200,
    schema: approvalSchema,
  },
});
