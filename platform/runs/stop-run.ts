import type { MachineExecutions } from '../pipelines/state-machines.ts';
import { Problem } from '../problems/problem.ts';
import { type FinishContext, finishRun } from './finish-run.ts';
import { machineGeneration } from './machine-generation.ts';
import type { RunKey } from './run-store.ts';
import type { Run } from './run.ts';
import { isRunFate } from './statuses.ts';

export interface StopContext extends FinishContext {
  readonly machines: MachineExecutions;
}

/**
 * Stops a run; one that has ended stays as it is. The machine is stopped and the run finished at once; steps that are still
 * at work see the flag within seconds, and what they write afterwards is fenced off.
 */
export async function stopRun(context: StopContext, key: RunKey): Promise<Run> {
  const run = await context.runs.get(key);
  if (run === undefined) throw new Problem('not-found', `there is no run "${key.runId}"`);
  if (isRunFate(run.status)) return run;
  await context.runs.setStatus(key, run.generation, 'stopping');
  if (run.stateMachineExecutionArn !== undefined) {
    await context.machines.stop(run.stateMachineExecutionArn, 'Slipway.Stopped', 'the run was stopped');
  }
  const answer = await finishRun(context, { ...key, generation: machineGeneration(run), ending: { kind: 'aborted' } });
  return answer.kind === 'unknown-run' ? run : answer.run;
}
