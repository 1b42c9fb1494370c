import * as z from 'zod';
import { nodeStatuses } from '../../platform/runs/statuses.ts';
import type { Immutable } from '../route.ts';
import { artifactReferenceSchema, executionReferenceSchema } from './artifact.ts';
import { executionIdSchema, nodeNameSchema, runIdSchema, timeSchema } from './identifiers.ts';
import { parameterValuesSchema } from './parameter-value.ts';

export const nodeStatusSchema = z.enum(nodeStatuses);

/** One node at work; each trial of a sweep is one too. */
export const executionSchema = z.object({
  runId: runIdSchema,
  node: nodeNameSchema,
  /** `<node>`, or `<node>.<i>.<j>` in a sweep. */
  executionId: executionIdSchema,
  /** Indices of the axes, outer first; empty outside a sweep. */
  trial: z.array(z.number().int().min(0)),
  status: nodeStatusSchema,
  generation: z.number().int(),
  /** `<redrive count>.<retry count>` of the attempt that wrote last. */
  attempt: z.string(),
  parameters: parameterValuesSchema,
  /** Latest value of each metadata key. */
  metadata: z.record(z.string(), z.unknown()),
  inputs: z.record(z.string(), z.array(artifactReferenceSchema)),
  outputs: z.array(artifactReferenceSchema),
  /** By which its result is known again; only of one that succeeded. */
  cacheKey: z.string().exactOptional(),
  /** Whose outputs and metadata these are: it was not run itself. */
  reusedFrom: executionReferenceSchema.exactOptional(),
  startedAt: timeSchema.exactOptional(),
  finishedAt: timeSchema.exactOptional(),
  /** Why it failed, in words. */
  reason: z.string().exactOptional(),
});

export type ExecutionResource = Immutable<z.output<typeof executionSchema>>;
