import * as z from 'zod';

import { condition, name, parameterValue, scalar, text } from './field-types.ts';
import { strictObject } from './strict-object.ts';

const rules = strictObject({
  value: scalar.optional(),
  items: z.array(scalar).optional(),
  start: z.number().optional(),
  end: z.number().optional(),
  step: z.number().optional(),
  count: z.number().optional(),
  base: z.number().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  distribution: text.optional(),
  seed: z.number().optional(),
  integerify: z.boolean().optional(),
  numberify: z.boolean().optional(),
}).meta({
  description:
    'single: value; multiple: items; linear: start, end, step; logspace: start, end, count, base; random: min, max.',
});

export const variantParameterSchema = strictObject({
  name,
  style: z.enum(['single', 'multiple', 'linear', 'logspace', 'random']),
  rules,
}).meta({ id: 'variant-parameter', description: 'A parameter of a task with the rules that make its values.' });

/** `type` and `on-child-error` stay text here, as their spelling is free: `Grid-Search` is grid_search. */
export const taskSchema = strictObject({
  name,
  step: text,
  type: text.optional().meta({
    default: 'grid_search',
    examples: ['grid_search', 'random_search', 'manual_search', 'bayesian_tpe', 'distributed'],
  }),
  parameters: z.array(variantParameterSchema).optional(),
  'parameter-sets': z
    .array(z.record(z.string(), parameterValue))
    .optional()
    .meta({ description: 'For manual_search: one mapping a trial.' }),
  engine: text.optional(),
  'execution-count': z.int().min(0).optional(),
  'execution-batch-size': z.int().min(0).optional(),
  'maximum-queued-executions': z.int().min(0).optional(),
  'optimization-target-metric': text.optional(),
  'optimization-target-value': z.number().optional(),
  'on-child-error': text
    .optional()
    .meta({ examples: ['continue-and-complete', 'continue-and-error', 'stop-all-and-error'] }),
  'reuse-children': z.boolean().optional().meta({ default: false }),
  'stop-condition': condition.optional(),
  description: text.optional(),
}).meta({
  id: 'task',
  description: 'The blueprint of a sweep over the parameters of one step.',
  anyOf: [{ required: ['parameters'] }, { required: ['parameter-sets'] }],
});

export type VariantParameterSource = z.infer<typeof variantParameterSchema>;
export type TaskSource = z.infer<typeof taskSchema>;
