import * as z from 'zod';
import type { Immutable } from '../route.ts';
import { executionIdSchema, nodeNameSchema, runIdSchema, timeSchema } from './identifiers.ts';

/** What a run asks a person. */
export const approvalSchema = z.object({
  runId: runIdSchema,
  node: nodeNameSchema,
  executionId: executionIdSchema,
  /** `node`: a node of type "approval"; else when an action of the node asks: before it starts, or when it has ended. */
  moment: z.enum(['node', 'starting', 'complete', 'error']),
  status: z.enum(['waiting', 'approved', 'rejected']),
  message: z.string().exactOptional(),
  requestedAt: timeSchema,
  answeredAt: timeSchema.exactOptional(),
  comment: z.string().exactOptional(),
  /** Id of the token that the answer was given with. */
  answeredBy: z.string().exactOptional(),
});

export const answerBodySchema = z.object({ comment: z.string().min(1).max(1000).exactOptional() });

export type ApprovalResource = Immutable<z.output<typeof approvalSchema>>;
