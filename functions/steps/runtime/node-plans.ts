import type { StoredPlan } from '../../../platform/runs/node-reuse.ts';
import { axisItemsKey, nodePlanKey } from '../../../platform/runs/run-keys.ts';
import type { SweepPoint } from '../../../statemachines/graph/sweep/distinct-points.ts';
import { StepError } from './step-error.ts';

export interface PlanPlace {
  readonly project: string;
  readonly runId: string;
  readonly generation: number;
  readonly node: string;
}

export type LoadPlan = (place: PlanPlace) => StoredPlan | Promise<StoredPlan>;

/** Points of a sweep whose trials were found at run time. */
export type LoadPoints = (place: PlanPlace, axis: string, outer: readonly number[]) => Promise<readonly SweepPoint[]>;

interface Objects {
  getText(key: string): Promise<string | undefined>;
}

/** Plans are small and never change, but a warm environment may live for days. */
const mostPlans = 64;
/** A hundred thousand points are some megabytes. */
const mostSweeps = 4;

/** Plans from S3, kept for the next delivery of the environment: a sweep reads its node's plan once an environment. */
export function createPlanLoader(objects: Objects): LoadPlan {
  const load = keepLatest(mostPlans, async (key) => JSON.parse(await textAt(objects, key, 'plan')) as StoredPlan);
  return ({ project, runId, generation, node }) => load(nodePlanKey(project, runId, generation, node));
}

/** The same for the trials of lists. */
export function createPointsLoader(objects: Objects): LoadPoints {
  const load = keepLatest(
    mostSweeps,
    async (key) => JSON.parse(await textAt(objects, key, 'list of trials')) as readonly SweepPoint[],
  );
  return async ({ project, runId, generation }, axis, outer) =>
    load(axisItemsKey(project, runId, generation, axis, outer));
}

function keepLatest<T>(most: number, load: (key: string) => Promise<T>): (key: string) => T | Promise<T> {
  const kept = new Map<string, T>();
  return (key) => kept.get(key) ?? loadAndKeep(key);

  async function loadAndKeep(key: string): Promise<T> {
    const loaded = await load(key);
    const [oldest] = kept.keys();
    if (kept.size >= most && oldest !== undefined) kept.delete(oldest);
    kept.set(key, loaded);
    return loaded;
  }
}

async function textAt(objects: Objects, key: string, what: string): Promise<string> {
  const text = await objects.getText(key);
  if (text === undefined)
    throw new StepError('errored', `the ${what} of the node is not in the bucket (${key}); start the run again`);
  return text;
}
