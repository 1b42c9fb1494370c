import { executionIdOf } from '../../../platform/runs/run.ts';
import { meetsStopCondition } from '../../../platform/runs/stop-condition.ts';
import type { SweepStore } from '../../../platform/runs/sweep-store.ts';
import type { StepEvent } from '../../../statemachines/asl/compiled-pipeline.ts';
import type { NodePlan } from '../../../statemachines/plan/execution-plan.ts';
import type { Parameters } from './resolve-parameters.ts';

/** The condition at which a trial's sweep stops, from where this trial stands. */
export interface SweepStop {
  /** Why this trial is not to begin, or to end: another one met the condition. */
  calledOff(): Promise<string | undefined>;
  /** Stops the sweep where this trial's metadata meet the condition; the trial itself goes on. */
  look(metadata: Readonly<Record<string, unknown>>, parameters: Parameters): Promise<void>;
}

/** Undefined where the node's sweep has no such condition, which then costs nothing. */
export function createSweepStop(sweeps: SweepStore, plan: NodePlan, event: StepEvent): SweepStop | undefined {
  const { stopCondition } = plan;
  if (stopCondition === undefined) return undefined;
  const sweep = { ...event, trial: event.trial.slice(0, -1) };
  const by = executionIdOf(event.node, event.trial);
  let met = false;
  let calledOff: string | undefined;
  return {
    async calledOff() {
      if (met || calledOff !== undefined) return calledOff;
      const stop = (await sweeps.get(sweep))?.stop;
      if (stop !== undefined && stop.by !== by) calledOff = stop.reason;
      return calledOff;
    },
    async look(metadata, parameters) {
      if (met || !meetsStopCondition(plan, { trial: event.trial, metadata, parameters })) return;
      await sweeps.stop(sweep, { by, reason: `the stop condition "${stopCondition.text}" was met by "${by}"` });
      met = true;
    },
  };
}
