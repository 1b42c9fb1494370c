import type { RunStatusReader } from '../../../platform/runs/run-status-reader.ts';

/** Why a step is to end before it is done: its run is no longer at work. Undefined: it goes on. */
export async function stopReason(
  runs: RunStatusReader,
  { project, runId }: { readonly project: string; readonly runId: string },
): Promise<string | undefined> {
  const status = await runs.status(project, runId);
  switch (status) {
    case 'stopping':
    case 'stopped':
      return 'the run was stopped';
    case 'failed':
      return 'the run has failed meanwhile';
    case 'pending':
    case 'running':
    case 'succeeded':
    case undefined:
      return undefined;
  }
}
