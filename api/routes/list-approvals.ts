import * as z from 'zod';
import { defineRoute } from '../route.ts';
import { approvalSchema } from '../schemas/approval.ts';
import { nothingSchema, runPathSchema } from '../schemas/identifiers.ts';

export const listApprovals = defineRoute({
  operationId: 'listApprovals',
  method: 'GET',
  path: '/v1/runs/{runId}/approvals',
  role: 'viewer',
  summary: 'Lists what a run has asked of people, and what they answered.',
  params: runPathSchema,
  query: nothingSchema,
  repeatable: 'always',
  success: {
    status: 200,
    schema: z.object({ items: z.array(approvalSchema) }),
  },
});
