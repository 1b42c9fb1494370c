import * as z from 'zod';
import { defineRoute } from '../route.ts';
import { nodeNameSchema, nothingSchema, runPathSchema } from '../schemas/identifiers.ts';
import { parameterValuesSchema } from '../schemas/parameter-value.ts';
import { runSchema } from '../schemas/run.ts';

export const rerunRun = defineRoute({
  operationId: 'rerunRun',
  method: 'POST',
  path: '/v1/runs/{runId}/rerun',
  role: 'operator',
  summary: 'Starts a new run from one node on, with new parameters; all else is taken from the former run.',
  params: runPathSchema,
  query: nothingSchema,
  body: z.object({
    /** It and what comes behind it is run. */
    from: nodeNameSchema,
    /** Beside those of the former run, or instead of them. */
    parameters: parameterValuesSchema.default({}),
  }),
  repeatable: 'with-key',
  success: {
    status: 201,
    schema: runSchema,
  },
});
