import { MOST_TRIALS } from '../axis-size.ts';
import type { PlanRuleContext } from './plan-rule.ts';

/** A sweep has trials, and not more of them than a run can carry. */
export function sweepSizes({ graph, nodes, axes, collector }: PlanRuleContext): void {
  for (const axis of axes) {
    if (axis.points.length > 0) continue;
    const node = nodes.find((each) => each.axes.includes(axis));
    const span = graph.nodes.find((each) => each.name === node?.node)?.span ?? graph.sweep?.span;
    collector.error('SL3005', `the sweep over "${axis.id}" has no trials`, span, {
      hint: 'give each of its parameters at least one value',
    });
  }
  for (const node of nodes) {
    const trials = node.axes.reduce((product, axis) => product * axis.points.length, 1);
    if (trials <= MOST_TRIALS) continue;
    const factors = node.axes.map((axis) => `${axis.id} (${axis.points.length})`).join(' x ');
    collector.error(
      'SL3002',
      `the node "${node.node}" would run more than ${MOST_TRIALS} times: ${factors}`,
      graph.nodes.find((each) => each.name === node.node)?.span,
      { hint: 'use fewer values, or "type: random_search" with "execution-count"' },
    );
  }
}
