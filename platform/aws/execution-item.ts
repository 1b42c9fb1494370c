import { executionIdOf, type AttemptOutcome, type Execution, type ExecutionReference } from '../runs/run.ts';
import type { NodeStatus } from '../runs/statuses.ts';

/**
 * An execution as it lies in the table. What users shape is JSON text: DynamoDB's numbers are narrower than JSON's, its nesting
 * is limited, and one string is cheaper than a tree of attributes.
 */
export interface ExecutionItem {
  readonly trial: readonly number[];
  readonly status: NodeStatus;
  readonly generation: number;
  readonly attempt: string;
  readonly order: string;
  readonly round: string;
  readonly outcomeKind?: AttemptOutcome['kind'];
  readonly outcomeError?: string;
  readonly outcomeMessage?: string;
  readonly parameters: string;
  readonly metadata?: string;
  readonly inputs?: string;
  readonly outputs?: string;
  /** Key of the object that holds metadata, inputs and outputs when they are too large for an item. */
  readonly overflow?: string;
  readonly cacheKey?: string;
  readonly reusedFrom?: ExecutionReference;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly reason?: string;
}

/** What may be too large for an item of 400 KB: a node that gathers 10,000 trials names as many inputs. */
export type BulkyParts = Pick<Execution, 'metadata' | 'inputs' | 'outputs'>;

export function executionFromItem(
  key: { readonly project: string; readonly runId: string; readonly node: string },
  item: ExecutionItem,
  bulky: BulkyParts,
): Execution {
  const outcome = outcomeOf(item);
  return {
    project: key.project,
    runId: key.runId,
    node: key.node,
    executionId: executionIdOf(key.node, item.trial),
    trial: item.trial,
    status: item.status,
    generation: item.generation,
    attempt: item.attempt,
    ...(outcome === undefined ? {} : { attemptOutcome: outcome }),
    parameters: JSON.parse(item.parameters) as Execution['parameters'],
    ...bulky,
    ...(item.cacheKey === undefined ? {} : { cacheKey: item.cacheKey }),
    ...(item.reusedFrom === undefined ? {} : { reusedFrom: item.reusedFrom }),
    ...(item.startedAt === undefined ? {} : { startedAt: item.startedAt }),
    ...(item.finishedAt === undefined ? {} : { finishedAt: item.finishedAt }),
    ...(item.reason === undefined ? {} : { reason: item.reason }),
  };
}

export function bulkyFromItem(item: ExecutionItem): BulkyParts {
  return {
    metadata: JSON.parse(item.metadata ?? '{}') as BulkyParts['metadata'],
    inputs: JSON.parse(item.inputs ?? '{}') as BulkyParts['inputs'],
    outputs: JSON.parse(item.outputs ?? '[]') as BulkyParts['outputs'],
  };
}

function outcomeOf(item: ExecutionItem): AttemptOutcome | undefined {
  if (item.outcomeKind === undefined) return undefined;
  if (item.outcomeKind === 'succeeded') return { kind: 'succeeded' };
  return { kind: item.outcomeKind, error: item.outcomeError ?? '', message: item.outcomeMessage ?? '' };
}
