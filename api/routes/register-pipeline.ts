import * as z from 'zod';
import { defineRoute } from '../route.ts';
import { nothingSchema, pipelineNameSchema, sha256Schema } from '../schemas/identifiers.ts';
import { MOST_DEFINITION_CHARACTERS } from '../schemas/limits.ts';
import { registeredPipelineSchema } from '../schemas/pipeline.ts';

export const registerPipeline = defineRoute({
  operationId: 'registerPipeline',
  method: 'POST',
  path: '/v1/pipelines',
  role: 'operator',
  summary: 'Registers a version of a pipeline from a definition file; registering the same again changes nothing.',
  params: nothingSchema,
  query: nothingSchema,
  body: z.object({
    /** Shown in diagnostics. */
    file: z.string().min(1).max(1024),
    /** The definition file's text. */
    definition: z.string().max(MOST_DEFINITION_CHARACTERS),
    /** May be left out when the file holds one pipeline. */
    pipeline: pipelineNameSchema.exactOptional(),
    /** Digest of the bundle of each handler that is not built in, by the handler as the file writes it. */
    code: z.record(z.string(), sha256Schema).default({}),
  }),
  repeatable: 'always',
  success: {
    status: 201,
    schema: registeredPipelineSchema,
  },
});
