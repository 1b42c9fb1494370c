import * as z from 'zod';
import { defineRoute } from '../route.ts';
import { artifactIdSchema, nothingSchema, timeSchema } from '../schemas/identifiers.ts';

export const downloadArtifact = defineRoute({
  operationId: 'downloadArtifact',
  method: 'GET',
  path: '/v1/artifacts/{artifactId}/download',
  role: 'viewer',
  summary: 'Gives an address from which the file can be read for at most 15 minutes.',
  params: z.object({ artifactId: artifactIdSchema }),
  query: nothingSchema,
  repeatable: 'always',
  success: {
    status: 200,
    schema: z.object({ url: z.url(), expiresAt: timeSchema }),
  },
});
