import { nodesIn } from '../../statemachines/graph/evaluate-depends.ts';
import type { RunNode } from './run.ts';

/**
 * Argo's final phase (workflow/controller/dag.go, assessDAGPhase): a phase goes down every path, replaced by each node that
 * ran, inherited through those that did not; a leaf that a bad phase reaches is bad. So a failed node is forgiven only
 * where everything below it that ran succeeded, and a leaf that was left out below it makes the run fail. The leaf whose
 * phase decides, or undefined where all is well.
 */
export function argoCulprit(nodes: readonly RunNode[]): RunNode | undefined {
  const body = nodes.filter((node) => node.finally !== true);
  const byName = new Map(body.map((node) => [node.node, node]));
  const children = new Map<string, RunNode[]>();
  for (const node of body) {
    for (const name of before(node)) {
      if (!byName.has(name)) continue;
      const known = children.get(name);
      if (known === undefined) children.set(name, [node]);
      else known.push(node);
    }
  }
  const bad = new Set<RunNode>();
  const seen = new Set<string>();
  const queue: { node: RunNode; good: boolean }[] = body
    .filter((node) => before(node).every((name) => !byName.has(name)))
    .map((node) => ({ node, good: true }));
  for (let at = 0; at < queue.length; at += 1) {
    const visit = queue[at];
    if (visit === undefined) break;
    const { node } = visit;
    const good = ran(node) ? node.fate === 'succeeded' : visit.good;
    const below = children.get(node.node) ?? [];
    // A leaf's own failure may be forgiven by the leaf (Argo's continueOn); one that reaches it may too.
    if (below.length === 0 && !good && node.continues !== true) bad.add(node);
    for (const child of below) {
      const key = JSON.stringify([child.node, good]);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ node: child, good });
    }
  }
  return [...bad].sort((a, b) => (a.node < b.node ? -1 : 1))[0];
}

function before(node: RunNode): readonly string[] {
  return node.condition === undefined ? node.after : nodesIn(node.condition);
}

export function ran({ fate }: RunNode): boolean {
  return fate === 'succeeded' || fate === 'failed' || fate === 'errored';
}
