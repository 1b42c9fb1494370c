import type { MachineEnding } from './machine-ending.ts';
import { countExisting, type NodeTally } from './node-tally.ts';
import type { RunNode } from './run.ts';
import type { Fate } from './statuses.ts';

export interface NodeFate {
  readonly fate: Fate;
  readonly reason?: string;
}

export interface Circumstances {
  readonly ending: MachineEnding;
  readonly stopping: boolean;
}

/** A node that failed, and in one word how: what nodes behind it give as their reason. */
export interface RootCause {
  readonly node: string;
  readonly how: string;
}

/**
 * A node's fate from its executions' fates, when its run has ended. `root`: why not everything before it succeeded, found by
 * `rootCause`; absent where everything did.
 */
export function nodeFate(
  node: RunNode,
  tally: NodeTally,
  { ending, stopping, root }: Circumstances & { readonly root: RootCause | undefined },
): NodeFate {
  const { counts, total } = tally;
  if ((counts.succeeded ?? 0) === total) return { fate: 'succeeded' };
  const missing = total - countExisting(counts);
  if (missing === total) return neverBegan(node, { ending, stopping, root });
  if (toleratesFailures(node) && ending.kind === 'reached-end') {
    return { fate: 'succeeded', reason: inWords(tally, missing, root) };
  }
  const fate = worstOf(counts) ?? (root === undefined ? 'stopped' : 'omitted');
  if (total === 1) return { fate, reason: tally.firstReason ?? fate };
  const first = tally.firstReason === undefined ? '' : `; first ${tally.firstReason}`;
  return { fate, reason: `${inWords(tally, missing, root)}${first}` };
}

/** Why a node's turn did not come: the first node before it that did not succeed, or what stood in that one's way. */
export function rootCause(
  node: RunNode,
  before: ReadonlyMap<string, NodeFate & { readonly root: RootCause | undefined }>,
): RootCause | undefined {
  for (const name of node.after) {
    const fate = before.get(name);
    if (fate?.fate === 'failed') return { node: name, how: 'failed' };
    if (fate?.fate === 'errored') return { node: name, how: 'ended in an error' };
    if (fate?.root !== undefined) return fate.root;
  }
  return undefined;
}

/** A trial's failure stays inside of the first axis, from the inside out, that completes regardless. */
function toleratesFailures(node: RunNode): boolean {
  return node.axes.some((axis) => axis.onChildError === 'continue-and-complete');
}

function worstOf(counts: NodeTally['counts']): 'failed' | 'errored' | 'stopped' | 'omitted' | 'skipped' | undefined {
  return unhappy.find(({ status }) => (counts[status] ?? 0) > 0)?.status;
}

function neverBegan(
  { node }: RunNode,
  { ending, stopping, root }: Circumstances & { readonly root: RootCause | undefined },
): NodeFate {
  if (root !== undefined)
    return { fate: 'omitted', reason: `"${node}" did not run because "${root.node}" ${root.how}` };
  const when =
    stopping || ending.kind === 'aborted'
      ? 'when the run was stopped'
      : ending.kind === 'timed-out'
        ? "when the run's deadline passed"
        : 'when the run ended';
  return { fate: 'stopped', reason: `"${node}" had not begun ${when}` };
}

/** From the worst on. */
const unhappy = [
  { status: 'failed', words: 'failed' },
  { status: 'errored', words: 'ended in an error' },
  { status: 'stopped', words: 'were stopped' },
  { status: 'omitted', words: 'were left out' },
  { status: 'skipped', words: 'were skipped' },
] as const;

function inWords({ counts, total }: NodeTally, missing: number, root: RootCause | undefined): string {
  const parts = unhappy.flatMap(({ status, words }) => {
    const count = counts[status] ?? 0;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  const why = root === undefined ? '' : ` because "${root.node}" ${root.how}`;
  if (missing > 0) parts.push(`${missing} did not run${why}`);
  return `of ${total} ${total === 1 ? 'execution' : 'executions'}, ${parts.join(', ')}`;
}
