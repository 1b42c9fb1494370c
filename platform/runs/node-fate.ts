import { gatherFates, isTolerant } from './gather-fates.ts';
import type { MachineEnding } from './machine-ending.ts';
import { countExisting, MOST_RECORDED, type NodeTally } from './node-tally.ts';
import { type ClosedNodes, omissionReason, type RootCause, wasToRun } from './omission.ts';
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

/** `root`: why not everything before the node succeeded, found by `rootCause`; absent where everything did. */
export interface NodeCircumstances extends Circumstances {
  readonly root: RootCause | undefined;
  readonly before: ClosedNodes;
}

/** A node's fate from its executions' fates, when its run has ended. */
export function nodeFate(node: RunNode, tally: NodeTally, circumstances: NodeCircumstances): NodeFate {
  const { calledOff } = tally;
  if (calledOff === undefined || calledOff.count === 0) return fateOfTally(node, tally, circumstances);
  // They did what was asked of them; the others' fates are the node's.
  const { counts, total } = tally;
  const stopped = (counts.stopped ?? 0) - calledOff.count;
  const others = { ...tally, counts: { ...counts, stopped }, total: total - calledOff.count };
  const { fate, reason } = fateOfTally(node, others, circumstances);
  const stop = `${calledOff.reason}: ${calledOff.count} of ${total} executions were stopped`;
  return { fate, reason: reason === undefined ? stop : `${reason}; ${stop}` };
}

function fateOfTally(node: RunNode, tally: NodeTally, circumstances: NodeCircumstances): NodeFate {
  const { counts, total } = tally;
  const { ending, root } = circumstances;
  if ((counts.succeeded ?? 0) === total) return { fate: 'succeeded' };
  const missing = total - countExisting(counts);
  if (missing === total) return neverBegan(node, total, circumstances);
  const reachedEnd = ending.kind === 'reached-end';
  // Where the machine broke off, trials that did not run are what is worst.
  const cutShort =
    !reachedEnd && missing > 0 && (counts.failed ?? 0) + (counts.errored ?? 0) + (counts.stopped ?? 0) === 0;
  const tolerant = reachedEnd && isTolerant(node.axes);
  const { fate } = cutShort
    ? { fate: root === undefined ? ('stopped' as const) : ('omitted' as const) }
    : gatherFates(counts, { total, tolerant });
  if (total === 1) return { fate, reason: tally.firstReason ?? fate };
  const first = tally.firstReason === undefined || fate === 'succeeded' ? '' : `; first ${tally.firstReason}`;
  return { fate, reason: `${inWords(tally, missing, root)}${first}` };
}

function neverBegan(node: RunNode, total: number, { ending, stopping, root, before }: NodeCircumstances): NodeFate {
  const toRun = wasToRun(node, before);
  // A node that waits for nobody has no condition to hold.
  const itsTurn = node.condition === undefined ? root === undefined : toRun === true;
  // A trial that was skipped is recorded, unless there are too many: of fewer, nothing known means that their turn never came.
  const unrecorded = total > MOST_RECORDED;
  if (ending.kind === 'reached-end' && itsTurn && unrecorded && node.when !== undefined)
    return { fate: 'skipped', reason: `its condition "${node.when}" was false` };
  const leftOut = node.condition === undefined ? root !== undefined : toRun === false;
  if (leftOut) return { fate: 'omitted', reason: omissionReason(node, before, root) };
  // Everything had its turn, and what stands before it succeeded as a whole: its own trials alone can have broken off.
  if (ending.kind === 'reached-end' && !stopping)
    return {
      fate: 'omitted',
      reason: `"${node.node}" did not run: what stands before it succeeded in none of its trials`,
    };
  const when =
    stopping || ending.kind === 'aborted'
      ? 'when the run was stopped'
      : ending.kind === 'timed-out'
        ? "when the run's deadline passed"
        : 'when the run ended';
  return { fate: 'stopped', reason: `"${node.node}" had not begun ${when}` };
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
