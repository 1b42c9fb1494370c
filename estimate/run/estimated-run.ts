import type { RunTally } from './run-tally.ts';

/** A run as the virtual clock saw it. Times are seconds since its start. */
export interface EstimatedRun {
  /** `SUCCEEDED` unless the durations exceed the run's own deadline, or the machine is at fault. */
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly error?: string;
  readonly cause?: string;
  readonly makespanSeconds: number;
  /** By start; those of one instant in the plan's order, then in trial order. */
  readonly executions: readonly EstimatedExecution[];
  readonly tally: RunTally;
}

export interface EstimatedExecution {
  readonly node: string;
  /** Indices of the node's axes, outer first. */
  readonly trial: readonly number[];
  readonly startSeconds: number;
  readonly endSeconds: number;
}
