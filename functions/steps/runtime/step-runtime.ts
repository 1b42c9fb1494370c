import type { LoadPlan, LoadPoints } from './node-plans.ts';
import type { RuntimeStores } from './runtime-stores.ts';
import type { StepThread } from './step-thread.ts';

/** What one environment keeps from delivery to delivery. */
export interface StepRuntime {
  readonly stores: RuntimeStores;
  readonly loadPlan: LoadPlan;
  readonly loadPoints: LoadPoints;
  readonly thread: StepThread;
  /** Of the step's own code: a part of every cache key. */
  readonly codeDigest: () => Promise<string>;
  /** MiB of the function; for messages. */
  readonly memoryMb?: number;
  /** Where work folders are made. */
  readonly temporaryDirectory: string;
  readonly intervals: RuntimeIntervals;
}

/** Milliseconds. */
export interface RuntimeIntervals {
  /** Between looks at the run's stop flag. */
  readonly stopFlag: number;
  /** Between writes of what the step has printed, while it runs. */
  readonly flush: number;
}

export const runtimeIntervals: RuntimeIntervals = { stopFlag: 10_000, flush: 2_000 };
