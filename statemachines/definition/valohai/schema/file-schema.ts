import * as z from 'zod';

import { deploymentSchema, endpointSchema } from './endpoint-schema.ts';
import { pipelineSchema } from './pipeline-schema.ts';
import { stepSchema } from './step-schema.ts';
import { taskSchema } from './task-schema.ts';

/** A whole file, as editors are told of it; the reader checks each item by itself, to say more of its faults. */
const fileSchema = z
  .array(
    z.union([
      z.strictObject({ step: stepSchema }),
      z.strictObject({ task: taskSchema }),
      z.strictObject({ pipeline: pipelineSchema }),
      z.strictObject({ blueprint: pipelineSchema }),
      z.strictObject({ deployment: deploymentSchema }),
      z.strictObject({ endpoint: endpointSchema }),
    ]),
  )
  .meta({ title: 'Slipway pipeline definition', description: 'valohai.yaml, with the additions of Slipway.' });

/** The JSON Schema (draft 2020-12) of a definition file, made from the schemas that the reader itself checks with. */
export function definitionJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(fileSchema, { target: 'draft-2020-12', io: 'input' });
}
