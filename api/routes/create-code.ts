import * as z from 'zod';
import { defineRoute } from '../route.ts';
import { uploadSchema } from '../schemas/artifact.ts';
import { nothingSchema, sha256Schema } from '../schemas/identifiers.ts';

export const createCode = defineRoute({
  operationId: 'createCode',
  method: 'POST',
  path: '/v1/code/{digest}',
  role: 'operator',
  summary: 'Says whether the code bundle with this SHA-256 is there, or how to upload it.',
  params: z.object({ digest: sha256Schema }),
  query: nothingSchema,
  body: z.object({ size: z.number().int().min(1) }),
  repeatable: 'always',
  success: {
    status: 200,
    schema: z.discriminatedUnion('present', [
      z.object({ present: z.literal(true) }),
      z.object({ present: z.literal(false), upload: uploadSchema }),
    ]),
  },
});
