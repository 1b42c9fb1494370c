import type { NodeStatus, RunStatus } from './statuses.ts';

/** The one table of what may follow what: every write of a status names its allowed predecessors from here. */
const runTransitions: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  // pending again: a retry whose machine could not be driven on after all.
  pending: ['pending', 'running', 'stopping', 'succeeded', 'failed', 'stopped'],
  running: ['stopping', 'succeeded', 'failed', 'stopped'],
  stopping: ['succeeded', 'failed', 'stopped'],
  succeeded: [],
  // By a retry, which raises the generation.
  failed: ['pending'],
  stopped: ['pending'],
};

const executionTransitions: Readonly<Record<NodeStatus, readonly NodeStatus[]>> = {
  pending: ['running', 'waiting-approval', 'succeeded', 'failed', 'errored', 'skipped', 'omitted', 'stopped'],
  // running again: the next attempt.
  running: ['running', 'waiting-approval', 'succeeded', 'failed', 'errored', 'stopped'],
  // Asked again: the next attempt.
  'waiting-approval': ['running', 'waiting-approval', 'succeeded', 'failed', 'errored', 'stopped'],
  succeeded: [],
  failed: [],
  errored: [],
  skipped: [],
  omitted: [],
  stopped: [],
};

/** Statuses that a run may have for `next` to be written. */
export function runPredecessors(next: RunStatus): readonly RunStatus[] {
  return predecessors(runTransitions, next);
}

/** Statuses that an execution or a node may have for `next` to be written. */
export function executionPredecessors(next: NodeStatus): readonly NodeStatus[] {
  return predecessors(executionTransitions, next);
}

function predecessors<S extends string>(table: Readonly<Record<S, readonly S[]>>, next: S): readonly S[] {
  return (Object.keys(table) as S[]).filter((status) => table[status].includes(next));
}
