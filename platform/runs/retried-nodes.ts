import { axisSizes } from './node-tally.ts';
import type { ExecutionStore } from './execution-store.ts';
import { type Again, behindWhatRunsAgain, type Trials } from './runs-again.ts';
import type { Run, RunNode } from './run.ts';

/** By node; a node that is not named has nothing that stands behind what runs again. */
export type Behind = ReadonlyMap<string, Again>;

/** A node of a retried run: the fate that it had stays where all of its executions succeeded and none runs again. */
export function keepSuccesses(node: RunNode, former: RunNode | undefined, behind: Behind): RunNode {
  const open = openAgain(node);
  if (former?.summary === undefined || !succeededWhole(former) || (behind.get(node.node)?.size ?? 0) > 0) return open;
  return { ...open, fate: 'succeeded', summary: former.summary };
}

/** A node of a machine that is driven on, which does not come again to what is behind it, such as a sweep that stopped. */
export function keepPassed(node: RunNode): RunNode {
  return hasPassed(node) ? node : openAgain(node);
}

export function hasPassed({ fate, summary }: RunNode): boolean {
  return summary !== undefined && (fate === 'succeeded' || fate === 'skipped');
}

const ofItsEnd: readonly string[] = ['fate', 'reason', 'summary'] satisfies readonly (keyof RunNode)[];

function openAgain(node: RunNode): RunNode {
  return Object.fromEntries(Object.entries(node).filter(([field]) => !ofItsEnd.includes(field))) as unknown as RunNode;
}

export function succeededWhole({ fate, summary }: RunNode): boolean {
  const counts = Object.entries(summary?.counts ?? {});
  return fate === 'succeeded' && counts.every(([status, count]) => status === 'succeeded' || count === 0);
}

/** What stands behind something that runs again, so that its result would be that of other inputs. */
export async function findBehind(executions: ExecutionStore, run: Run): Promise<Behind> {
  const own = new Map<string, readonly Trials[]>();
  for (const node of run.nodes) {
    if (runsAgainByItself(node)) own.set(node.node, await notSucceeded(executions, run, node));
  }
  const behind = new Map(behindWhatRunsAgain(run.nodes, own));
  for (const node of run.nodes) {
    // Trials that the run finds anew need not be the same ones, nor in the same order.
    const again = (own.get(node.node)?.length ?? 0) + (behind.get(node.node)?.size ?? 0) > 0;
    if (axisSizes(node) === undefined && again) behind.set(node.node, new Map([['{}', {}]]));
  }
  return behind;
}

/** What was left out, by a condition or since something before it failed, runs again only because of what is before it. */
function runsAgainByItself({ fate, summary }: RunNode): boolean {
  if (fate === undefined || summary === undefined) return true;
  return Object.entries(summary.counts).some(
    // Trials that were stopped in a sweep that succeeded have done what was asked of them.
    ([status, count]) => count > 0 && !settled.includes(status) && !(status === 'stopped' && fate === 'succeeded'),
  );
}

const settled: readonly string[] = ['succeeded', 'skipped', 'omitted'];

async function notSucceeded(executions: ExecutionStore, run: Run, node: RunNode): Promise<readonly Trials[]> {
  const sizes = axisSizes(node);
  if (sizes === undefined) return [{}];
  const succeeded = new Set<string>();
  for await (const { status, trial } of executions.list(run.project, run.runId, node.node, sizes)) {
    if (status === 'succeeded') succeeded.add(trial.join('.'));
  }
  const all = sizes.reduce<readonly (readonly number[])[]>(
    (trials, size) => trials.flatMap((trial) => Array.from({ length: size }, (_, index) => [...trial, index])),
    [[]],
  );
  return all
    .filter((trial) => !succeeded.has(trial.join('.')))
    .map((trial) => Object.fromEntries(node.axes.map(({ axis }, index) => [axis, trial[index] ?? 0])));
}
