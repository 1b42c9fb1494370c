import * as z from 'zod';
import type { Immutable } from '../route.ts';
import { diagnosticSchema } from './diagnostic.ts';
import { nodeNameSchema, pipelineNameSchema, timeSchema, versionSchema } from './identifiers.ts';

export const nodeKindSchema = z.enum(['execution', 'sweep', 'deployment', 'approval', 'pipeline']);

/** A registered version of a pipeline. */
export const pipelineVersionSchema = z.object({
  pipeline: pipelineNameSchema,
  /** The `definitionHash`. */
  version: versionSchema,
  file: z.string(),
  origin: z.enum(['deployed', 'registered']),
  nodes: z.array(z.object({ node: nodeNameSchema, kind: nodeKindSchema, step: z.string() })),
  createdAt: timeSchema,
});

/** Warnings do not keep a pipeline from being registered; they come with the answer. */
export const registeredPipelineSchema = pipelineVersionSchema.extend({ diagnostics: z.array(diagnosticSchema) });

/** The latest version, and the earlier ones, newest first. */
export const pipelineSchema = z.object({
  pipeline: pipelineNameSchema,
  latest: pipelineVersionSchema,
  versions: z.array(z.object({ version: versionSchema, createdAt: timeSchema })),
});

export type PipelineVersionResource = Immutable<z.output<typeof pipelineVersionSchema>>;
export type PipelineResource = Immutable<z.output<typeof pipelineSchema>>;
