import { nodesIn } from '../../graph/evaluate-depends.ts';
import type { NodeConditions } from '../../graph/node-condition.ts';
import type { NodeResult, ResultFate } from '../../graph/node-result.ts';
import type { GraphNode } from '../../graph/pipeline-graph.ts';
import { canBe } from './can-be.ts';
import type { NodeViews } from './node-views.ts';
import { resultsOf } from './node-views.ts';

export interface FailureSources {
  /** In topological order. */
  readonly nodes: readonly GraphNode[];
  readonly finally: ReadonlySet<string>;
  readonly conditions: NodeConditions;
  readonly views: NodeViews;
}

/**
 * Nodes whose failure does not end the run: `on-error` says so, or some node behind could still run although this one
 * failed (`a.Failed`, `a.Succeeded || b.Succeeded`, `!a`, or `c.Omitted` of a node that the failure leaves out). A node of
 * `finally` never ends anything.
 */
export function caughtFailures(sources: FailureSources): ReadonlySet<string> {
  const { nodes, conditions } = sources;
  const caught = new Set(
    nodes
      .filter((node) => sources.finally.has(node.name) || node.onError === 'continue' || node.onError === 'stop-next')
      .map((node) => node.name),
  );
  const behind = followers(nodes, conditions);
  const choosy = nodes.filter((node) => node.depends !== undefined);
  // Only what stands before a `depends` can be caught by one.
  const candidates = new Set<string>();
  const visit = (name: string): void => {
    for (const before of nodesIn(conditions.get(name) ?? { kind: 'all', operands: [] })) {
      if (candidates.has(before)) continue;
      candidates.add(before);
      visit(before);
    }
  };
  for (const node of choosy) visit(node.name);
  for (const { name } of nodes) {
    if (!candidates.has(name) || caught.has(name)) continue;
    if (survives(name, behind, sources)) caught.add(name);
  }
  return caught;
}

const failures: ReadonlySet<ResultFate> = new Set(['failed', 'errored']);
const omission: ReadonlySet<ResultFate> = new Set(['omitted']);
const anything: ReadonlySet<ResultFate> = new Set(['succeeded', 'failed', 'errored', 'skipped', 'omitted']);

/** Whether a node behind `failed` can run because, or although, something before it came to a bad end with it. */
function survives(
  failed: string,
  behind: ReadonlyMap<string, readonly string[]>,
  { nodes, conditions, views }: FailureSources,
): boolean {
  const bad = new Map<string, ReadonlySet<ResultFate>>([[failed, failures]]);
  const near = new Set(behind.get(failed));
  for (const { name } of nodes) {
    const condition = conditions.get(name);
    if (condition === undefined || !near.has(name)) continue;
    const tolerated = (other: string) => {
      const ended = new Set(views.gathered(failed, name));
      return views
        .gathered(other, name)
        .some((axis) => ended.has(axis) && axis.onChildError === 'continue-and-complete');
    };
    const badEnd = (other: string) => (tolerated(other) ? undefined : bad.get(other));
    if (nodesIn(condition).every((other) => badEnd(other) === undefined)) continue;
    const results = (other: string): readonly NodeResult[] =>
      resultsOf(badEnd(other) ?? anything, views.gathered(other, name));
    if (canBe(true, condition, results)) return true;
    bad.set(name, omission);
    for (const next of behind.get(name) ?? []) near.add(next);
  }
  return false;
}

function followers(nodes: readonly GraphNode[], conditions: NodeConditions): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name } of nodes) {
    for (const before of nodesIn(conditions.get(name) ?? { kind: 'all', operands: [] })) {
      const known = found.get(before);
      if (known === undefined) found.set(before, [name]);
      else known.push(name);
    }
  }
  return found;
}
