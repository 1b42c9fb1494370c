import * as z from 'zod';

import { condition, duration, memorySize, name, oneOrMoreTexts, text } from './field-types.ts';
import { parameterSchema } from './parameter-schema.ts';
import {
  environmentVariableSchema,
  inputSchema,
  mountSchema,
  outputSchema,
  resourcesSchema,
} from './step-parts-schema.ts';
import { strictObject } from './strict-object.ts';

export const retrySchema = z
  .union([
    z.int().min(0),
    strictObject({
      attempts: z.int().min(0),
      interval: duration.optional(),
      'backoff-rate': z.number().min(1).optional(),
      'max-delay': duration.optional(),
    }),
  ])
  .meta({
    id: 'retry',
    description: 'How often a failed attempt is repeated: a number, or attempts, interval, backoff-rate, max-delay.',
  });

export const stepSchema = strictObject({
  name,
  handler: text.optional().meta({
    description: 'Slipway: path#export of a TypeScript or JavaScript function, instead of image and command.',
  }),
  image: text.optional().meta({ description: 'The container image that the command runs in.' }),
  command: oneOrMoreTexts
    .optional()
    .meta({ description: 'May hold {parameters}, {parameter:NAME}, {parameter-value:NAME}.' }),
  parameters: z.array(parameterSchema).optional(),
  inputs: z.array(inputSchema).optional(),
  outputs: z.array(outputSchema).optional(),
  mounts: z.array(mountSchema).optional(),
  'cache-volumes': z.array(text).optional(),
  environment: text.optional(),
  'runtime-config-preset': text.optional().meta({ description: 'Needs environment.' }),
  'environment-variables': z.array(environmentVariableSchema).optional(),
  'environment-variable-groups': z.array(text).optional(),
  'time-limit': duration.optional(),
  'no-output-timeout': duration.optional(),
  'source-path': text.optional(),
  'stop-condition': condition.optional(),
  'upload-store': text.max(64).optional(),
  resources: resourcesSchema.optional(),
  category: text.optional(),
  icon: text.optional(),
  description: text.optional(),
  compute: z
    .enum(['lambda', 'fargate', 'batch'])
    .optional()
    .meta({ description: 'Slipway: where the step runs; without it Slipway chooses.' }),
  memory: memorySize.optional(),
  storage: memorySize.optional(),
  timeout: duration.optional().meta({ description: 'Slipway: of one attempt.' }),
  retry: retrySchema.optional(),
}).meta({
  id: 'step',
  description: 'A reusable unit of work: a handler, or an image and a command.',
  oneOf: [{ required: ['handler'] }, { required: ['image', 'command'] }],
});

export type StepSource = z.infer<typeof stepSchema>;
