import * as z from 'zod';

import { anyMapping, name, oneOrMoreTexts, text } from './field-types.ts';
import { strictObject } from './strict-object.ts';

export const inputSchema = strictObject({
  name: name.max(64),
  default: oneOrMoreTexts
    .optional()
    .meta({ description: 'URIs, or paths beside this file; {parameter:NAME} is filled in.' }),
  optional: z.boolean().optional().meta({ default: false }),
  filename: text.optional().meta({ description: 'The name that a single file gets.' }),
  'keep-directories': z
    .union([z.boolean(), z.enum(['none', 'full', 'suffix'])])
    .optional()
    .meta({ default: 'none' }),
  download: z.enum(['always', 'on-demand']).optional().meta({ default: 'always' }),
  description: text.optional(),
}).meta({ id: 'input', description: 'An input of a step: one or more files.' });

export const outputSchema = strictObject({ name, description: text.optional() }).meta({
  id: 'output',
  description: 'A file, or a pattern of files, that a step writes.',
});

export const environmentVariableSchema = strictObject({
  name,
  default: text.optional(),
  optional: z.boolean().optional().meta({ default: true }),
  description: text.optional(),
}).meta({ id: 'environment-variable' });

export const mountSchema = z
  .union([
    z.string().regex(/^\/.+:\/.+$/u, '"/source:/destination"'),
    strictObject({
      source: text,
      destination: z.string().regex(/^\/.+$/u, 'an absolute path'),
      readonly: z.boolean().optional().meta({ default: false }),
      type: text.optional(),
      options: anyMapping.optional(),
    }),
  ])
  .meta({ id: 'mount', description: '"/source:/destination", or a mapping.' });

const amount = strictObject({ min: z.number().optional(), max: z.number().optional() });

export const resourcesSchema = strictObject({
  cpu: amount.optional(),
  memory: amount.optional().meta({ description: 'MiB.' }),
  devices: z.record(z.string(), z.number().min(1)).optional(),
}).meta({ id: 'resources' });

export type InputSource = z.infer<typeof inputSchema>;
export type OutputSource = z.infer<typeof outputSchema>;
export type EnvironmentVariableSource = z.infer<typeof environmentVariableSchema>;
export type MountSource = z.infer<typeof mountSchema>;
export type ResourcesSource = z.infer<typeof resourcesSchema>;
