import { isNever } from '../failures/fold-condition.ts';
import type { PlanRuleContext } from './plan-rule.ts';

/** A condition that no results of the nodes before make true leaves its node out of every run. */
export function neverRun({ graph, nodes, collector }: PlanRuleContext): void {
  const written = new Map(graph.nodes.map((node) => [node.name, node]));
  for (const { node, rules } of nodes) {
    const depends = written.get(node)?.depends;
    if (depends === undefined || rules?.guard?.kind !== 'fates' || !isNever(rules.guard.condition)) continue;
    collector.warning('SL3006', `"depends" of the node "${node}" can never be true: it runs in no case`, depends.span, {
      hint: 'a node has one result at a time, is skipped only where it has "when", and fails only where its failure does not end the run',
    });
  }
}
