import type { NodePlan } from '../../../statemachines/plan/execution-plan.ts';
import type { RunStatusReader } from '../../../platform/runs/run-status-reader.ts';

/** Why a step is to end before it is done: its run is no longer at work. Undefined: it goes on. */
export async function stopReason(
  runs: RunStatusReader,
  { project, runId }: { readonly project: string; readonly runId: string },
  plan: Pick<NodePlan, 'finally'>,
): Promise<string | undefined> {
  const status = await runs.status(project, runId);
  switch (status) {
    case 'stopping':
      // What runs whatever happened runs when the run is stopped, too.
      return plan.finally === true ? undefined : 'the run was stopped';
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
