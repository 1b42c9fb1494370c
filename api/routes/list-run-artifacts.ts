import { defineRoute } from '../route.ts';
import { runArtifactSchema } from '../schemas/artifact.ts';
import { nodeNameSchema, runPathSchema } from '../schemas/identifiers.ts';
import { pageQuerySchema, pageSchema } from '../schemas/page.ts';

export const listRunArtifacts = defineRoute({
  operationId: 'listRunArtifacts',
  method: 'GET',
  path: '/v1/runs/{runId}/artifacts',
  role: 'viewer',
  summary: 'Lists the files that a run wrote, or took over from another run.',
  params: runPathSchema,
  query: pageQuerySchema.extend({ node: nodeNameSchema.exactOptional() }),
  repeatable: 'always',
  success: {
    status: 200,
    schema: pageSchema(runArtifactSchema),
  },
});
