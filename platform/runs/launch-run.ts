import type { ExecutionPlan } from '../../statemachines/plan/execution-plan.ts';
import type { PipelineObjects } from '../pipelines/pipeline-objects.ts';
import type { StateMachines } from '../pipelines/state-machines.ts';
import { machineExecutionName, machineInput } from './new-run.ts';
import type { RunStore } from './run-store.ts';
import type { Run } from './run.ts';
import { storePlans } from './store-plans.ts';

export interface LaunchContext {
  readonly bucket: string;
  readonly runs: RunStore;
  readonly objects: PipelineObjects;
  readonly machines: StateMachines;
}

/** Sets the machine of a pending run to work. All of it may be repeated. */
export async function launchRun(
  context: LaunchContext,
  run: Run,
  { stateMachineArn, plan }: { readonly stateMachineArn: string; readonly plan: ExecutionPlan },
): Promise<Run> {
  await storePlans(context.objects, run, plan);
  await context.machines.start({
    stateMachineArn,
    name: machineExecutionName(run.runId, run.generation),
    input: JSON.stringify(machineInput(run, plan, context.bucket)),
  });
  return markRunning(context, run);
}

export async function markRunning(
  { runs, machines }: Pick<LaunchContext, 'runs' | 'machines'>,
  run: Run,
): Promise<Run> {
  if (await runs.setStatus(run, run.generation, 'running')) return { ...run, status: 'running' };
  const current = (await runs.get(run)) ?? run;
  const stopped = current.status === 'stopping' || current.status === 'stopped';
  if (stopped && run.stateMachineExecutionArn !== undefined) {
    // The stop came between the run item and its machine, and found no machine to stop.
    await machines.stop(run.stateMachineExecutionArn, 'Slipway.Stopped', 'the run was stopped');
  }
  return current;
}
