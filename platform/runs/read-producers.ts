import type { ExecutionStore } from './execution-store.ts';
import type { Execution } from './run.ts';
import type { NodePlan, ProducerReference } from '../../statemachines/plan/execution-plan.ts';

/** One delivery's place in its run. */
export interface TrialPlace {
  readonly project: string;
  readonly runId: string;
  readonly trial: readonly number[];
}

/** The executions of a producer that a trial reads, in trial order; those that never began are absent. */
export type ReadProducers = (reference: ProducerReference) => Promise<readonly Execution[]>;

/** From so many on, one query of all the node's executions is cheaper than a read for each. */
const listFrom = 20;

/** Reads each producer once a delivery, however many parameters and inputs come from it. */
export function createProducerReader(executions: ExecutionStore, plan: NodePlan, place: TrialPlace): ReadProducers {
  const known = new Map<string, Promise<readonly Execution[]>>();
  return (reference) => {
    const key = JSON.stringify(reference);
    const reading =
      known.get(key) ??
      read(executions, place, reference.node, producerTrials(plan, place.trial, reference), reference);
    known.set(key, reading);
    return reading;
  };
}

/** Trials of the producer: this trial's own index on the axes that both share, every index on those that are gathered. */
export function producerTrials(
  plan: NodePlan,
  trial: readonly number[],
  reference: ProducerReference,
): readonly (readonly number[])[] {
  return reference.axes.reduce<readonly (readonly number[])[]>(
    (trials, { axis, size, gathered }) => {
      const own = plan.axes.findIndex(({ id }) => id === axis);
      const indices = gathered ? Array.from({ length: size }, (_, index) => index) : [trial[own] ?? 0];
      return trials.flatMap((outer) => indices.map((index) => [...outer, index]));
    },
    [[]],
  );
}

async function read(
  executions: ExecutionStore,
  { project, runId }: TrialPlace,
  node: string,
  trials: readonly (readonly number[])[],
  reference: ProducerReference,
): Promise<readonly Execution[]> {
  if (trials.length < listFrom) {
    const found = await Promise.all(trials.map((trial) => executions.get(project, runId, node, trial)));
    return found.filter((execution) => execution !== undefined);
  }
  const wanted = new Set(trials.map((trial) => trial.join('.')));
  const found = new Map<string, Execution>();
  const sizes = reference.axes.map(({ size }) => size);
  for await (const execution of executions.list(project, runId, node, sizes)) {
    const id = execution.trial.join('.');
    if (wanted.has(id)) found.set(id, execution);
  }
  return trials.map((trial) => found.get(trial.join('.'))).filter((execution) => execution !== undefined);
}
