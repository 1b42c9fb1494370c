import type { RunStatus } from './statuses.ts';

/** The stop flag that a running step looks at: cheaper than the whole run. */
export interface RunStatusReader {
  /** Undefined: no such run. */
  status(project: string, runId: string): Promise<RunStatus | undefined>;
}
