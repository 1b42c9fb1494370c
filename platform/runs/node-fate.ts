import type { MachineEnding } from './machine-ending.ts';
import { countExisting, type NodeTally } from './node-tally.ts';
import type { RunNode } from './run.ts';
import type { Fate } from './statuses.ts';

export interface NodeFate {
  readonly fate: Fate;
  readonly reason?: string;
}

/**
 * A node's fate from its executions' fates, when its run has ended. `before` holds the fates of the nodes that come before
 * it in topological order, `after` of a node being the names that had to succeed.
 */
export function nodeFate(
  node: RunNode,
  tally: NodeTally,
  before: ReadonlyMap<string, NodeFate>,
  circumstances: { readonly ending: MachineEnding; readonly stopping: boolean },
): NodeFate {
  const { counts, total } = tally;
  if ((counts.succeeded ?? 0) === total) return { fate: 'succeeded' };
  const existing = countExisting(counts);
  if (existing === 0) return neverBegan(node, before, circumstances);

  const missing = total - existing;
  if (toleratesFailures(node) && circumstances.ending.kind === 'reached-end') {
    return { fate: 'succeeded', reason: inWords(tally, missing, false) };
  }
  const fate = worstOf(counts);
  if (fate === undefined) return { fate: 'stopped', reason: inWords(tally, missing, true) };
  return { fate, reason: total === 1 ? (tally.firstReason ?? fate) : inWords(tally, missing, true) };
}

/** A trial's failure stays inside of the first axis, from the inside out, that completes regardless. */
export function toleratesFailures(node: RunNode): boolean {
  return node.axes.some((axis) => axis.onChildError === 'continue-and-complete');
}

function worstOf(counts: NodeTally['counts']): 'failed' | 'errored' | 'stopped' | 'skipped' | 'omitted' | undefined {
  return (['failed', 'errored', 'stopped', 'omitted', 'skipped'] as const).find((status) => (counts[status] ?? 0) > 0);
}

function neverBegan(
  node: RunNode,
  before: ReadonlyMap<string, NodeFate>,
  { ending, stopping }: { readonly ending: MachineEnding; readonly stopping: boolean },
): NodeFate {
  const blocking = node.after.find((name) => !['succeeded', 'skipped'].includes(before.get(name)?.fate ?? 'succeeded'));
  if (blocking !== undefined) {
    const fate = before.get(blocking);
    // A chain of omissions is told by its first cause.
    if (fate?.fate === 'omitted' && fate.reason !== undefined) {
      return { fate: 'omitted', reason: fate.reason.replace(/^"[^"]*" did not run/u, `"${node.node}" did not run`) };
    }
    if (fate?.fate !== 'stopped') {
      const how = fate?.fate === 'errored' ? 'ended in an error' : 'failed';
      return { fate: 'omitted', reason: `"${node.node}" did not run because "${blocking}" ${how}` };
    }
  }
  if (stopping || ending.kind === 'aborted') {
    return { fate: 'stopped', reason: `"${node.node}" had not begun when the run was stopped` };
  }
  if (ending.kind === 'timed-out') {
    return { fate: 'stopped', reason: `"${node.node}" had not begun when the run's deadline passed` };
  }
  if (ending.kind === 'never-started')
    return { fate: 'stopped', reason: `"${node.node}" did not run because the run never started` };
  const failed = [...before].find(([, fate]) => fate.fate === 'failed' || fate.fate === 'errored');
  return {
    fate: 'stopped',
    reason:
      failed === undefined
        ? `"${node.node}" had not begun when the run ended`
        : `"${node.node}" had not begun when "${failed[0]}" ended the run`,
  };
}

function inWords({ counts, total, firstReason }: NodeTally, missing: number, withReason: boolean): string {
  const parts = (['failed', 'errored', 'stopped', 'omitted', 'skipped'] as const)
    .filter((status) => (counts[status] ?? 0) > 0)
    .map(
      (status) =>
        `${counts[status] ?? 0} ${status === 'errored' ? 'ended in an error' : status === 'failed' ? 'failed' : status}`,
    );
  if (missing > 0) parts.push(`${missing} did not run`);
  const text = `of ${total} ${total === 1 ? 'execution' : 'executions'}, ${parts.join(', ')}`;
  return withReason && firstReason !== undefined ? `${text}; first ${firstReason}` : text;
}
