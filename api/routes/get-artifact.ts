import * as z from 'zod';
import { defineRoute } from '../route.ts';
import { artifactDetailSchema } from '../schemas/artifact.ts';
import { artifactIdSchema, nothingSchema } from '../schemas/identifiers.ts';

export const getArtifact = defineRoute({
  operationId: 'getArtifact',
  method: 'GET',
  path: '/v1/artifacts/{artifactId}',
  role: 'viewer',
  summary: 'Gives an artifact with its lineage: what made it, what read it.',
  params: z.object({ artifactId: artifactIdSchema }),
  query: nothingSchema,
  repeatable: 'always',
  success: {
    status: 200,
    schema: artifactDetailSchema,
  },
});
