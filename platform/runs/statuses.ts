/** Of a node and of an execution. The last six are fates: a fate changes only by `retry`, which raises the run's generation. */
export const nodeStatuses = [
  'pending',
  'running',
  'waiting-approval',
  'succeeded',
  'failed',
  'errored',
  'skipped',
  'omitted',
  'stopped',
] as const;
export type NodeStatus = (typeof nodeStatuses)[number];

export const fates = [
  'succeeded',
  'failed',
  'errored',
  'skipped',
  'omitted',
  'stopped',
] as const satisfies readonly NodeStatus[];
/** `failed` is the step's own fault; `errored` the platform's or its input's. */
export type Fate = (typeof fates)[number];

export const runStatuses = ['pending', 'running', 'stopping', 'succeeded', 'failed', 'stopped'] as const;
export type RunStatus = (typeof runStatuses)[number];
export type RunFate = Extract<RunStatus, 'succeeded' | 'failed' | 'stopped'>;

const runFates: readonly RunStatus[] = ['succeeded', 'failed', 'stopped'] satisfies readonly RunFate[];

export function isRunFate(status: RunStatus): status is RunFate {
  return runFates.includes(status);
}

export function isFate(status: NodeStatus): status is Fate {
  return (fates as readonly NodeStatus[]).includes(status);
}
