import * as z from 'zod';
import { defineRoute } from '../route.ts';
import { nodeNameSchema, nothingSchema, pipelineNameSchema, versionSchema } from '../schemas/identifiers.ts';
import { parameterValuesSchema } from '../schemas/parameter-value.ts';
import { runSchema } from '../schemas/run.ts';

export const startRun = defineRoute({
  operationId: 'startRun',
  method: 'POST',
  path: '/v1/runs',
  role: 'operator',
  summary: 'Starts a run of a registered pipeline.',
  params: nothingSchema,
  query: nothingSchema,
  body: z.object({
    pipeline: pipelineNameSchema,
    /** The latest, unless told. */
    version: versionSchema.exactOptional(),
    parameters: parameterValuesSchema.default({}),
    /** URIs by `<input>` (every node with such an input) or `<node>.<input>`. */
    inputs: z.record(z.string(), z.array(z.string().min(1))).default({}),
    /** Nodes that the run is for: what leads to none of them is left out. All, unless told. */
    targets: z.array(nodeNameSchema).min(1).exactOptional(),
    /** Take the results of executions that succeeded with the same cache key before; the pipeline's `reuse-executions`, unless told. */
    reuse: z.boolean().exactOptional(),
  }),
  repeatable: 'with-key',
  success: {
    status: 201,
    schema: runSchema,
  },
});
