import * as z from 'zod';

import { name, parameterValue, scalar, text } from './field-types.ts';
import { strictObject } from './strict-object.ts';

export const parameterSchema = strictObject({
  name,
  type: z.enum(['string', 'integer', 'float', 'flag']).optional().meta({ default: 'string' }),
  optional: z.boolean().optional().meta({ default: false }),
  default: parameterValue.optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  choices: z.array(scalar).optional(),
  multiple: z.enum(['none', 'repeat', 'separate']).optional().meta({
    default: 'none',
    description: 'How several values are passed: the option repeated, or the values joined.',
  }),
  'multiple-separator': text.optional().meta({ default: ',' }),
  'pass-as': text.optional().meta({ description: 'Default "--{name}={value}"; of a flag "--{name}".' }),
  'pass-true-as': text.optional(),
  'pass-false-as': text.optional(),
  widget: z
    .union([z.string(), z.looseObject({ type: z.string(), settings: z.record(z.string(), z.unknown()).optional() })])
    .optional(),
  category: text.optional(),
  description: text.optional(),
}).meta({ id: 'parameter', description: 'A parameter of a step.' });

export type ParameterSource = z.infer<typeof parameterSchema>;
