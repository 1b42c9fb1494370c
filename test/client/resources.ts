import type { ExecutionCounts, NodeSummaryResource, RunDetailResource, RunResource } from '../../api/schemas/run.ts';

export const RUN_ID = '01JD0000000000000000000000';

export function someRun(change: Partial<RunResource> = {}): RunResource {
  return {
    runId: RUN_ID,
    pipeline: 'harbours',
    version: 'v1',
    status: 'running',
    generation: 1,
    parameters: {},
    inputs: {},
    createdAt: '2026-01-01T00:00:00.000Z',
    ...change,
  };
}

export function someCounts(change: Partial<ExecutionCounts> = {}): ExecutionCounts {
  return {
    total: 1,
    pending: 0,
    running: 0,
    'waiting-approval': 0,
    succeeded: 0,
    failed: 0,
    errored: 0,
    skipped: 0,
    omitted: 0,
    stopped: 0,
    ...change,
  };
}

export function someNode(change: Partial<NodeSummaryResource> = {}): NodeSummaryResource {
  return {
    node: 'train',
    kind: 'execution',
    step: 'train',
    status: 'pending',
    axes: [],
    after: [],
    counts: someCounts({ pending: 1 }),
    ...change,
  };
}

export function someRunDetail(
  nodes: readonly NodeSummaryResource[],
  change: Partial<RunResource> = {},
): RunDetailResource {
  return { ...someRun(change), nodes };
}
