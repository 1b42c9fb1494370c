import { sizesIn } from './node-tally.ts';
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
    const reading = known.get(key) ?? read(executions, place, reference, wantedIndices(plan, place.trial, reference));
    known.set(key, reading);
    return reading;
  };
}

/** Of the producer's axes the index that its trials must have; undefined where they are gathered. */
function wantedIndices(
  plan: NodePlan,
  trial: readonly number[],
  reference: ProducerReference,
): readonly (number | undefined)[] {
  return reference.axes.map(({ axis, gathered }) =>
    gathered ? undefined : (trial[plan.axes.findIndex(({ id }) => id === axis)] ?? 0),
  );
}

async function read(
  executions: ExecutionStore,
  { project, runId }: TrialPlace,
  { node, axes }: ProducerReference,
  wanted: readonly (number | undefined)[],
): Promise<readonly Execution[]> {
  const sizes = sizesIn(axes.map(({ size }) => size));
  const count = sizes?.reduce((product, size, axis) => (wanted[axis] === undefined ? product * size : product), 1);
  if (sizes !== undefined && count !== undefined && count < listFrom) {
    const found = await Promise.all(
      trialsOf(wanted, sizes).map((trial) => executions.get(project, runId, node, trial)),
    );
    return found.filter((execution) => execution !== undefined);
  }
  const found: Execution[] = [];
  for await (const execution of executions.list(project, runId, node, sizes)) {
    if (wanted.every((index, axis) => index === undefined || index === execution.trial[axis])) found.push(execution);
  }
  return found;
}

/** In trial order. */
function trialsOf(wanted: readonly (number | undefined)[], sizes: readonly number[]): readonly (readonly number[])[] {
  return wanted.reduce<readonly (readonly number[])[]>(
    (trials, index, axis) => {
      const indices = index === undefined ? Array.from({ length: sizes[axis] ?? 0 }, (_, each) => each) : [index];
      return trials.flatMap((outer) => indices.map((each) => [...outer, each]));
    },
    [[]],
  );
}
