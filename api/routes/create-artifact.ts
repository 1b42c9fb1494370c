import * as z from 'zod';
import { defineRoute } from '../route.ts';
import { artifactSchema, uploadSchema } from '../schemas/artifact.ts';
import { nothingSchema, sha256Schema } from '../schemas/identifiers.ts';

export const createArtifact = defineRoute({
  operationId: 'createArtifact',
  method: 'POST',
  path: '/v1/artifacts',
  role: 'operator',
  summary: 'Announces a file; the answer says where to upload it, or that the same bytes are there already.',
  params: nothingSchema,
  query: nothingSchema,
  body: z.object({
    name: z.string().min(1).max(1024),
    size: z.number().int().min(0),
    sha256: sha256Schema,
    mediaType: z.string().max(255).default('application/octet-stream'),
  }),
  repeatable: 'always',
  success: {
    status: 201,
    schema: z.object({ artifact: artifactSchema, upload: uploadSchema.exactOptional() }),
  },
});
