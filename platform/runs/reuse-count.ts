import type { Execution, ReusedExecutions } from './run.ts';

/** Runs that are named: beyond that many nobody reads them, and the run's item has a limit. */
const MOST_RUNS = 10;

/** Adds up which executions of a node were reused, and from where. */
export function createReuseCount(): {
  add(execution: Pick<Execution, 'reusedFrom'>): void;
  total(): ReusedExecutions | undefined;
} {
  let executions = 0;
  const runs = new Set<string>();
  return {
    add({ reusedFrom }) {
      if (reusedFrom === undefined) return;
      executions += 1;
      if (runs.size < MOST_RUNS) runs.add(reusedFrom.runId);
    },
    total: () => (executions === 0 ? undefined : { executions, runs: [...runs].sort() }),
  };
}
