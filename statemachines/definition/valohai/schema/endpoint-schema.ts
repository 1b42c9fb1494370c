import * as z from 'zod';

import { name, oneOrMoreTexts, text } from './field-types.ts';
import { resourcesSchema } from './step-parts-schema.ts';
import { strictObject } from './strict-object.ts';

const fileSchema = strictObject({ name, path: text, description: text.optional() });

const tolerationSchema = strictObject({
  key: text.optional(),
  operator: z.enum(['Exists', 'Equal']).optional(),
  value: text.optional(),
  effect: z.enum(['PreferNoSchedule', 'NoSchedule', 'NoExecute']).optional(),
});

export const endpointSchema = strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]+$/u, 'a small letter and then small letters, digits or "-"'),
  image: text,
  'server-command': oneOrMoreTexts.optional(),
  wsgi: text.optional(),
  port: z.number().min(1025).max(65535).optional(),
  files: z.array(fileSchema).optional(),
  'node-selector': z.string().regex(/=/u, 'a label and its value, joined by "="').optional(),
  resources: resourcesSchema.extend({ 'ephemeral-storage': z.unknown().optional() }).optional(),
  tolerations: z.array(tolerationSchema).optional(),
  description: text.optional(),
}).meta({
  id: 'endpoint',
  description: 'A service that answers predictions.',
  oneOf: [{ required: ['server-command'] }, { required: ['wsgi'] }],
});

/** Valohai's own linter does not check deployments against a schema: only the name is sure. */
export const deploymentSchema = z
  .looseObject({ name, defaults: z.record(z.string(), z.unknown()).optional() })
  .meta({ id: 'deployment', description: 'Where endpoints are published.' });

export type EndpointSource = z.infer<typeof endpointSchema>;
export type DeploymentSource = z.infer<typeof deploymentSchema>;
