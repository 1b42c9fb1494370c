import * as z from 'zod';
import { runStatuses } from '../../platform/runs/statuses.ts';
import type { Immutable } from '../route.ts';
import { nodeStatusSchema } from './execution.ts';
import {
  executionIdSchema,
  nodeNameSchema,
  pipelineNameSchema,
  runIdSchema,
  timeSchema,
  versionSchema,
} from './identifiers.ts';
import { parameterValuesSchema } from './parameter-value.ts';
import { nodeKindSchema } from './pipeline.ts';

export const runStatusSchema = z.enum(runStatuses);

const countSchema = z.number().int().min(0).default(0);

/** How many executions of a node stand where; `total` counts those that have not begun too. */
export const executionCountsSchema = z.object({
  total: z.number().int().min(0),
  pending: countSchema,
  running: countSchema,
  'waiting-approval': countSchema,
  succeeded: countSchema,
  failed: countSchema,
  errored: countSchema,
  skipped: countSchema,
  omitted: countSchema,
  stopped: countSchema,
});

export const nodeSummarySchema = z.object({
  node: nodeNameSchema,
  kind: nodeKindSchema,
  step: z.string(),
  status: nodeStatusSchema,
  /** Names and lengths of the axes it runs over, outer first; `counts.total` tells a length that the run itself finds. */
  axes: z.array(z.object({ axis: z.string(), size: z.number().int().min(0).exactOptional() })),
  /** Nodes that must have succeeded before it, directly. */
  after: z.array(nodeNameSchema),
  counts: executionCountsSchema,
  startedAt: timeSchema.exactOptional(),
  finishedAt: timeSchema.exactOptional(),
  /** The best execution so far by the sweep's target metric. */
  best: z.object({ metric: z.string(), value: z.number(), executionId: executionIdSchema }).exactOptional(),
  /** How many executions were not run, and the runs (ten at most) that had made their results. */
  reused: z.object({ executions: z.number().int().min(1), runs: z.array(runIdSchema) }).exactOptional(),
  reason: z.string().exactOptional(),
});

/** A run as a list shows it. */
export const runSchema = z.object({
  runId: runIdSchema,
  pipeline: pipelineNameSchema,
  version: versionSchema,
  status: runStatusSchema,
  generation: z.number().int(),
  parameters: parameterValuesSchema,
  /** URIs by `<input>` or `<node>.<input>`. */
  inputs: z.record(z.string(), z.array(z.string())),
  /** Nodes that it is for; absent: all. */
  targets: z.array(nodeNameSchema).exactOptional(),
  /** It takes from another run what does not come behind the node `from`. */
  rerunOf: z.object({ runId: runIdSchema, from: nodeNameSchema }).exactOptional(),
  /** Executions whose cache key has succeeded before are not run. */
  reuse: z.literal(true).exactOptional(),
  createdAt: timeSchema,
  finishedAt: timeSchema.exactOptional(),
  reason: z.string().exactOptional(),
});

/** A run with every node's state. */
export const runDetailSchema = runSchema.extend({ nodes: z.array(nodeSummarySchema) });

export type ExecutionCounts = Immutable<z.output<typeof executionCountsSchema>>;
export type NodeSummaryResource = Immutable<z.output<typeof nodeSummarySchema>>;
export type RunResource = Immutable<z.output<typeof runSchema>>;
export type RunDetailResource = Immutable<z.output<typeof runDetailSchema>>;
