import type { Run } from './run.ts';

/** As which generation the run's state machine was started: it keeps that when a retry drives it on. */
export function machineGeneration({ generation, redrive }: Pick<Run, 'generation' | 'redrive'>): number {
  return redrive?.generation ?? generation;
}

/**
 * Whether what is said of a state machine's execution is said of the one that is at work for the run now: the same
 * generation and, where it is known, as often driven on.
 */
export function isCurrent(
  run: Pick<Run, 'generation' | 'redrive'>,
  { generation, redriveCount }: { readonly generation: number; readonly redriveCount?: number },
): boolean {
  if (generation !== machineGeneration(run)) return false;
  return redriveCount === undefined || redriveCount === (run.redrive?.count ?? 0);
}
