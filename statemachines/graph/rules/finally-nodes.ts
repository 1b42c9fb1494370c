import { readDepends } from '../depends-expression.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** Nodes of `finally` run behind all others, whatever became of those. */
export function finallyNodes({ graph, collector }: GraphRuleContext): void {
  const last = new Set(graph.finally);
  if (last.size === 0) return;
  for (const { from, to, span } of graph.edges) {
    if (!last.has(from) || last.has(to)) continue;
    collector.error(
      'SL2045',
      `the node "${to}" waits for "${from}", which runs in "finally", behind all others`,
      span,
      {
        hint: `take "${from}" out of "finally", or put "${to}" into it too`,
      },
    );
  }
  for (const { name, depends } of graph.nodes) {
    for (const named of depends === undefined ? [] : readDepends(depends.value).names) {
      if (last.has(named) === last.has(name) || !graph.nodes.some((node) => node.name === named)) continue;
      const [message, hint] = last.has(name)
        ? [
            `"depends" of the node "${name}" names "${named}", but a node of "finally" runs whatever became of others`,
            `write "when: ${named}.status == 'failed'" or the like`,
          ]
        : [
            `"depends" of the node "${name}" names "${named}", which runs in "finally", behind all others`,
            `take "${named}" out of "finally"`,
          ];
      collector.error('SL2045', message, depends?.span, { hint });
    }
  }
}
