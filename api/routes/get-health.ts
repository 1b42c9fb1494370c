import * as z from 'zod';
import { defineRoute } from '../route.ts';
import { nothingSchema } from '../schemas/identifiers.ts';

export const getHealth = defineRoute({
  operationId: 'getHealth',
  method: 'GET',
  path: '/v1/health',
  role: 'public',
  summary: 'Says that the API answers, and which version it is.',
  params: nothingSchema,
  query: nothingSchema,
  repeatable: 'always',
  success: {
    status: 200,
    schema: z.object({ status: z.literal('ok'), version: z.string(), stage: z.string() }),
  },
});
