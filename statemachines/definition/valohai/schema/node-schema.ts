import * as z from 'zod';

import { duration, name, oneOrMoreTexts, text } from './field-types.ts';
import { parameterSchema } from './parameter-schema.ts';
import { environmentVariableSchema, inputSchema, mountSchema } from './step-parts-schema.ts';
import { strictObject } from './strict-object.ts';

export const actionSchema = strictObject({
  when: oneOrMoreTexts.meta({ examples: ['node-complete', 'node-starting', 'node-error'] }),
  if: oneOrMoreTexts.optional(),
  then: oneOrMoreTexts.meta({ examples: ['stop-pipeline', 'error-pipeline', 'require-approval', 'noop'] }),
}).meta({ id: 'action' });

/** Loose: an unknown field of an override is a warning, as some old files have them. */
export const overrideSchema = z
  .looseObject({
    image: text.optional(),
    command: oneOrMoreTexts.optional(),
    parameters: z.array(parameterSchema).optional(),
    inputs: z.array(inputSchema).optional(),
    mounts: z.array(mountSchema).optional(),
    environment: text.optional(),
    'runtime-config-preset': text.optional(),
    'environment-variables': z.array(environmentVariableSchema).optional(),
  })
  .meta({ id: 'override', description: 'What this node changes of its step.' });

const anyNode = {
  name,
  actions: z.array(actionSchema).optional(),
  depends: text
    .optional()
    .meta({ description: 'Slipway: when the node runs, such as "train.Succeeded && !check.Failed".' }),
  when: text.optional().meta({ description: 'Slipway: the node is skipped unless this is true.' }),
  gather: z
    .union([z.boolean(), z.array(z.string())])
    .optional()
    .meta({
      description: 'Slipway: true runs the node once for all trials; a list, once for all values of these axes.',
    }),
};

const onError = z.enum(['stop-all', 'stop-next', 'continue', 'retry']).optional().meta({ default: 'stop-all' });
const onErrorWithoutRetry = z.enum(['stop-all', 'stop-next', 'continue']).optional().meta({ default: 'stop-all' });

const stepNode = {
  ...anyNode,
  'on-error': onError,
  commit: text.optional(),
  override: overrideSchema.optional(),
  'edge-merge-mode': z.enum(['replace', 'append']).optional().meta({ default: 'replace' }),
};

export const executionNodeSchema = strictObject({ ...stepNode, type: z.literal('execution'), step: text }).meta({
  id: 'execution-node',
});

export const taskNodeSchema = strictObject({
  ...stepNode,
  type: z.literal('task'),
  step: text.optional(),
  task: text.optional(),
}).meta({
  id: 'task-node',
  description: 'A sweep: of a step, or of a task of this file.',
  oneOf: [{ required: ['step'] }, { required: ['task'] }],
});

export const deploymentNodeSchema = strictObject({
  ...anyNode,
  type: z.literal('deployment'),
  'on-error': onErrorWithoutRetry,
  deployment: text,
  endpoints: z.array(text).optional(),
  aliases: z.array(text).optional(),
}).meta({ id: 'deployment-node' });

export const approvalNodeSchema = strictObject({
  ...anyNode,
  type: z.literal('approval'),
  'on-error': onErrorWithoutRetry,
  message: text.optional(),
  timeout: duration.optional(),
}).meta({ id: 'approval-node', description: 'Slipway: waits until a person approves or rejects.' });

export const pipelineNodeSchema = strictObject({
  ...anyNode,
  type: z.literal('pipeline'),
  'on-error': onErrorWithoutRetry,
  pipeline: text,
}).meta({ id: 'pipeline-node', description: 'Slipway: another pipeline of this file as one node.' });

export const nodeSchema = z.discriminatedUnion('type', [
  executionNodeSchema,
  taskNodeSchema,
  deploymentNodeSchema,
  approvalNodeSchema,
  pipelineNodeSchema,
]);

export type ActionSource = z.infer<typeof actionSchema>;
export type OverrideSource = z.infer<typeof overrideSchema>;
export type NodeSource = z.infer<typeof nodeSchema>;
