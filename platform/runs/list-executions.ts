import { decodeCursor, encodeCursor } from '../paging/cursor.ts';
import type { Page, PageRequest } from '../paging/page.ts';
import { Problem } from '../problems/problem.ts';
import { findRun, type RunReader } from './get-run.ts';
import { axisSizes } from './node-tally.ts';
import type { RunKey } from './run-store.ts';
import type { Execution, Run, RunNode } from './run.ts';
import { trialOf } from './trial-of.ts';

/** Executions that have begun or have a fate: of one node in trial order, or of all nodes in the order of the pipeline. */
export async function listExecutions(
  { runs, executions }: RunReader,
  key: RunKey & { readonly node?: string },
  page: PageRequest,
): Promise<Page<Execution>> {
  const run = await findRun(runs, key);
  const nodes = key.node === undefined ? run.nodes : [findNode(run, key.node)];
  const after = page.cursor === undefined ? undefined : decodeCursor(page.cursor, ['string', 'string']);
  const start = after === undefined ? 0 : nodes.findIndex((node) => node.node === after[0]);
  if (start === -1) throw new Problem('invalid', 'this cursor was given by another list; start again without a cursor');

  const items: Execution[] = [];
  for (const [index, node] of nodes.slice(start).entries()) {
    const passed = index === 0 && after !== undefined ? trialOf(node, after[1]) : undefined;
    for await (const execution of executions.list(run.project, run.runId, node.node, axisSizes(node))) {
      if (passed !== undefined && compareTrials(execution.trial, passed) <= 0) continue;
      if (items.length === page.limit) {
        const last = items.at(-1);
        return last === undefined ? { items } : { items, nextCursor: encodeCursor([last.node, last.executionId]) };
      }
      items.push(execution);
    }
  }
  return { items };
}

function findNode(run: Run, name: string): RunNode {
  const node = run.nodes.find((candidate) => candidate.node === name);
  if (node !== undefined) return node;
  throw new Problem(
    'not-found',
    `run "${run.runId}" has no node "${name}"; it has ${run.nodes.map((candidate) => `"${candidate.node}"`).join(', ')}`,
  );
}

function compareTrials(a: readonly number[], b: readonly number[]): number {
  for (const [axis, index] of a.entries()) {
    const difference = index - (b[axis] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
