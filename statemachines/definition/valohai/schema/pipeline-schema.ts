import * as z from 'zod';

import { anyMapping, duration, name, oneOrMoreTexts, parameterValue, scalar, text } from './field-types.ts';
import { nodeSchema } from './node-schema.ts';
import { strictObject } from './strict-object.ts';

export const edgeSchema = z
  .union([
    z.array(z.string()).length(2),
    strictObject({ source: text, target: text, configuration: anyMapping.optional() }),
  ])
  .meta({ id: 'edge', description: '[node.output.file*, node.input.name], or a mapping with source and target.' });

export const pipelineParameterSchema = strictObject({
  name,
  default: parameterValue.optional(),
  target: text.optional(),
  targets: oneOrMoreTexts.optional().meta({ description: 'node.parameter.name, one or more.' }),
  category: text.optional(),
  description: text.optional(),
}).meta({ id: 'pipeline-parameter' });

const sweepOptions = {
  'on-child-error': text
    .optional()
    .meta({ examples: ['continue-and-complete', 'continue-and-error', 'stop-all-and-error'] }),
  'maximum-queued-executions': z.int().min(1).optional().meta({ description: 'Trials at a time; 100 unless given.' }),
  'execution-batch-size': z.int().min(1).optional(),
  'optimization-target-metric': text
    .optional()
    .meta({ description: 'The metadata key by which trials are compared, such as val_accuracy.' }),
};

export const sweepSchema = strictObject({ parameters: z.record(z.string(), z.array(scalar)), ...sweepOptions }).meta({
  id: 'sweep',
  description: 'Slipway: a matrix over parameters of the pipeline.',
});

export const shortSweepSchema = z
  .record(z.string(), z.array(scalar))
  .meta({ id: 'short-sweep', description: 'Slipway: only the axes, such as {epochs: [2, 5]}.' });

export const scheduleSchema = z
  .union([
    z.string(),
    strictObject({
      expression: text,
      timezone: text.optional(),
      parameters: z.record(z.string(), parameterValue).optional(),
    }),
  ])
  .meta({ id: 'schedule', description: 'Slipway: rate(1 day), cron(0 6 * * ? *) or at(2030-01-31T06:00:00).' });

export const pipelineSchema = strictObject({
  name,
  nodes: z.array(nodeSchema),
  edges: z.array(edgeSchema).optional(),
  parameters: z.array(pipelineParameterSchema).optional(),
  'reuse-executions': z.boolean().optional().meta({ default: false }),
  sweep: z.union([sweepSchema, shortSweepSchema]).optional(),
  schedules: z.array(scheduleSchema).optional(),
  finally: z.array(text).optional().meta({ description: 'Slipway: nodes that run whatever happened.' }),
  timeout: duration.optional().meta({ description: 'Slipway: of a whole run; 24 hours unless given.' }),
  'status-mode': z.enum(['outcome', 'argo']).optional().meta({ default: 'outcome' }),
}).meta({ id: 'pipeline', description: 'A graph of nodes and edges.' });

export type EdgeSource = z.infer<typeof edgeSchema>;
export type PipelineParameterSource = z.infer<typeof pipelineParameterSchema>;
export type SweepSource = z.infer<typeof sweepSchema>;
export type ShortSweepSource = z.infer<typeof shortSweepSchema>;
export type ScheduleSource = z.infer<typeof scheduleSchema>;
export type PipelineSource = z.infer<typeof pipelineSchema>;
