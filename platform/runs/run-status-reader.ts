import type { RunOutcome } from './run.ts';
import type { RunStatus } from './statuses.ts';

/** The stop flag that a running step looks at: cheaper than the whole run. */
export interface RunStatusReader {
  /** What the run has come to without its nodes of `finally`; undefined before that is known. */
  settled(project: string, runId: string): Promise<SettledRun | undefined>;
  /** Undefined: no such run. */
  status(project: string, runId: string): Promise<RunStatus | undefined>;
}

/** A run as its nodes of `finally` see it. */
export interface SettledRun extends RunOutcome {
  readonly failedNodes: readonly {
    readonly node: string;
    readonly status: 'failed' | 'errored';
    readonly reason?: string;
  }[];
}
