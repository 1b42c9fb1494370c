import { holds, nodesIn } from '../../statemachines/graph/evaluate-depends.ts';
import type { NodeResult } from '../../statemachines/graph/node-result.ts';
import type { RunNode } from './run.ts';
import type { Fate } from './statuses.ts';

/** A node that failed, and in one word how: what nodes behind it give as their reason. */
export interface RootCause {
  readonly node: string;
  readonly how: string;
}

/** What is known of the nodes before one. */
export interface ClosedNode {
  readonly fate: Fate;
  readonly root: RootCause | undefined;
  /** As those behind see it; absent where nobody asks. */
  readonly result?: NodeResult;
}
export type ClosedNodes = ReadonlyMap<string, ClosedNode>;

/** Why a node's turn did not come: the first node before it that did not succeed, or what stood in that one's way. */
export function rootCause(node: RunNode, before: ClosedNodes): RootCause | undefined {
  for (const name of node.after) {
    const known = before.get(name);
    if (known?.fate === 'failed') return { node: name, how: 'failed' };
    if (known?.fate === 'errored') return { node: name, how: 'ended in an error' };
    if (known?.root !== undefined) return known.root;
    // Its own `depends` left it out, which is nobody's failure.
    if (known?.fate === 'omitted') return { node: name, how: 'was left out' };
  }
  return undefined;
}

/** Whether a node was to run, as far as the fates before it say; undefined where some of those had no turn. */
export function wasToRun(node: RunNode, before: ClosedNodes): boolean | undefined {
  const { condition } = node;
  if (condition === undefined) return undefined;
  return holds(condition, (name) => {
    const known = before.get(name);
    return known === undefined || known.fate === 'stopped' ? undefined : known.result;
  });
}

const words: Readonly<Record<Fate, string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  errored: 'ended in an error',
  skipped: 'was skipped',
  omitted: 'was left out',
  stopped: 'was stopped',
};

/** Why a node was left out, in words. */
export function omissionReason(node: RunNode, before: ClosedNodes, root: RootCause | undefined): string {
  if (node.depends === undefined || node.condition === undefined) {
    return root === undefined
      ? `"${node.node}" did not run`
      : `"${node.node}" did not run because "${root.node}" ${root.how}`;
  }
  const named = nodesIn(node.condition).flatMap((name) => {
    const known = before.get(name);
    return known === undefined ? [] : [`"${name}" ${words[known.fate]}`];
  });
  const since = named.length === 0 ? '' : `, since ${inList(named)}`;
  return `"${node.node}" did not run: its depends "${node.depends}" was false${since}`;
}

const MOST_NAMED = 5;

function inList(parts: readonly string[]): string {
  const shown =
    parts.length > MOST_NAMED ? [...parts.slice(0, MOST_NAMED), `${parts.length - MOST_NAMED} more`] : parts;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
