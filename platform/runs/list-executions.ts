import { decodeCursor, encodeCursor } from '../paging/cursor.ts';
import type { Page, PageRequest } from '../paging/page.ts';
import { Problem } from '../problems/problem.ts';
import { findRun, type RunReader } from './get-run.ts';
import { axisSizes } from './node-tally.ts';
import type { RunKey } from './run-store.ts';
import { type Execution, executionIdOf, type Run, type RunNode } from './run.ts';

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

function findNode(run: Run, name: string): RunNode {
  const node = run.nodes.find((candidate) => candidate.node === name);
  if (node !== undefined) return node;
  throw new Problem(
    'not-found',
    `run "${run.runId}" has no node "${name}"; it has ${run.nodes.map((candidate) => `"${candidate.node}"`).join(', ')}`,
  );
}

/** The indices in an execution's id, if it is one of this node's: a node's name may hold dots and digits itself. */
function trialOf(node: RunNode, executionId: string): readonly number[] | undefined {
  const parts = executionId.split('.');
  const trial = parts.slice(parts.length - node.axes.length).map(Number);
  const indices = node.axes.length === 0 ? [] : trial;
  const fits = indices.every(
    (place, axis) => Number.isInteger(place) && place >= 0 && place < (node.axes[axis]?.size ?? 0),
  );
  return fits && executionIdOf(node.node, indices) === executionId ? indices : undefined;
}

function compareTrials(a: readonly number[], b: readonly number[]): number {
  for (const [axis, index] of a.entries()) {
    const difference = index - (b[axis] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
