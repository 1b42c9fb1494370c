import type { MachineExecutions } from '../pipelines/state-machines.ts';
import { Problem } from '../problems/problem.ts';
import type { ApprovalStore, TaskTokens } from './approval.ts';
import { type FinishContext, finishRun } from './finish-run.ts';
import { machineGeneration } from './machine-generation.ts';
import type { RunKey } from './run-store.ts';
import type { Run } from './run.ts';
import { isRunFate } from './statuses.ts';

export interface StopContext extends FinishContext {
  readonly machines: MachineExecutions;
  readonly approvals: ApprovalStore;
  readonly tokens: TaskTokens;
}

/**
 * Stops a run; one that has ended stays as it is. The machine is stopped and the run finished at once; steps that are still
 * at work see the flag within seconds, and what they write afterwards is fenced off.
 */
export async function stopRun(context: StopContext, key: RunKey): Promise<Run> {
  const run = await context.runs.get(key);
  if (run === undefined) throw new Problem('not-found', `there is no run "${key.runId}"`);
  if (isRunFate(run.status)) return run;
  const asked = await context.runs.setStatus(key, run.generation, 'stopping');
  // Nodes of `finally` run whatever happened: what is at work ends by the flag, and they follow. Asked again, they end too.
  if (
    asked &&
    run.status === 'running' &&
    run.outcome === undefined &&
    run.nodes.some((node) => node.finally === true)
  ) {
    await endApprovals(context, run);
    return (await context.runs.get(key)) ?? run;
  }
  if (run.stateMachineExecutionArn !== undefined) {
    await context.machines.stop(run.stateMachineExecutionArn, 'Slipway.Stopped', 'the run was stopped');
  }
  const answer = await finishRun(context, { ...key, generation: machineGeneration(run), ending: { kind: 'aborted' } });
  return answer.kind === 'unknown-run' ? run : answer.run;
}

/** Who waits for a person looks at no flag. */
async function endApprovals({ approvals, tokens }: StopContext, run: Run): Promise<void> {
  for (const { token, answer } of await approvals.list(run))
    if (answer === undefined) await tokens.fail(token, 'StepStopped', 'the run was stopped');
}
