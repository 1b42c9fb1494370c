import { Problem } from '../problems/problem.ts';
import { findRun, type RunReader } from './get-run.ts';
import type { RunKey } from './run-store.ts';
import type { Execution } from './run.ts';
import { trialOf } from './trial-of.ts';

export async function getExecution(
  { runs, executions }: RunReader,
  key: RunKey & { readonly executionId: string },
): Promise<Execution> {
  const run = await findRun(runs, key);
  for (const node of run.nodes) {
    const trial = trialOf(node, key.executionId);
    if (trial === undefined) continue;
    const execution = await executions.get(run.project, run.runId, node.node, trial);
    if (execution !== undefined) return execution;
    throw new Problem('not-found', `execution "${key.executionId}" of run "${key.runId}" has not begun`);
  }
  throw new Problem('not-found', `run "${key.runId}" has no execution "${key.executionId}"`);
}
