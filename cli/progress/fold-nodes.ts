import type { NodeProgress } from './node-progress.ts';

/** What fits on the terminal: some nodes with a line each, the rest counted by status in one more. */
export interface FoldedNodes {
  /** In the run's order. */
  readonly shown: readonly NodeProgress[];
  readonly rest: readonly NodeProgress[];
}

/** Those at work are shown before failed ones, then what is to come, then what is done. */
const INTEREST: Readonly<Record<NodeProgress['status'], number>> = {
  running: 0,
  'waiting-approval': 0,
  failed: 1,
  errored: 1,
  stopped: 1,
  pending: 2,
  succeeded: 3,
  skipped: 3,
  omitted: 3,
};

export function foldNodes(nodes: readonly NodeProgress[], lines: number): FoldedNodes {
  if (nodes.length <= lines) return { shown: nodes, rest: [] };
  const room = Math.max(0, lines - 1);
  const chosen = new Set([...nodes].sort((a, b) => INTEREST[a.status] - INTEREST[b.status]).slice(0, room));
  return { shown: nodes.filter((node) => chosen.has(node)), rest: nodes.filter((node) => !chosen.has(node)) };
}

/** `and 12 more nodes: 8 pending, 4 succeeded`. */
export function restWords(rest: readonly NodeProgress[]): string {
  const counts = new Map<string, number>();
  for (const { status } of rest) counts.set(status, (counts.get(status) ?? 0) + 1);
  const words = [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
  return `and ${rest.length} more node${rest.length === 1 ? '' : 's'}: ${words}`;
}
