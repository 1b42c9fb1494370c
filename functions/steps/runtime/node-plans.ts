import { nodePlanKey } from '../../../platform/runs/run-keys.ts';
import type { NodePlan } from '../../../statemachines/plan/execution-plan.ts';
import { StepError } from './step-error.ts';

export interface PlanPlace {
  readonly project: string;
  readonly runId: string;
  readonly generation: number;
  readonly node: string;
}

export type LoadPlan = (place: PlanPlace) => NodePlan | Promise<NodePlan>;

/** Plans are small and never change, but a warm environment may live for days. */
const mostPlans = 64;

/** Plans from S3, kept for the next delivery of the environment: a sweep reads its node's plan once an environment. */
export function createPlanLoader(objects: { getText(key: string): Promise<string | undefined> }): LoadPlan {
  const kept = new Map<string, NodePlan>();
  return ({ project, runId, generation, node }) => {
    const key = nodePlanKey(project, runId, generation, node);
    return kept.get(key) ?? load(key, node);
  };

  async function load(key: string, node: string): Promise<NodePlan> {
    const text = await objects.getText(key);
    if (text === undefined) {
      throw new StepError('errored', `the plan of node "${node}" is not in the bucket (${key}); start the run again`);
    }
    const plan = JSON.parse(text) as NodePlan;
    const [oldest] = kept.keys();
    if (kept.size >= mostPlans && oldest !== undefined) kept.delete(oldest);
    kept.set(key, plan);
    return plan;
  }
}
