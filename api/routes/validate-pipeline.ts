import * as z from 'zod';
import { defineRoute } from '../route.ts';
import { diagnosticSchema } from '../schemas/diagnostic.ts';
import { nothingSchema } from '../schemas/identifiers.ts';
import { MOST_DEFINITION_CHARACTERS } from '../schemas/limits.ts';

export const validatePipeline = defineRoute({
  operationId: 'validatePipeline',
  method: 'POST',
  path: '/v1/pipelines/validate',
  role: 'viewer',
  summary: 'Finds every fault of a definition file and registers nothing.',
  params: nothingSchema,
  query: nothingSchema,
  body: z.object({ file: z.string().min(1).max(1024), definition: z.string().max(MOST_DEFINITION_CHARACTERS) }),
  repeatable: 'always',
  success: {
    status: 200,
    schema: z.object({ valid: z.boolean(), diagnostics: z.array(diagnosticSchema) }),
  },
});
