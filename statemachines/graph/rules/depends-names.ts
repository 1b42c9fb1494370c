import { didYouMean } from '../../diagnostics/suggest.ts';
import { dependsResults, readDepends } from '../depends-expression.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** `depends` can be read, and names nodes. */
export function dependsNames({ graph, collector }: GraphRuleContext): void {
  const names = graph.nodes.map((node) => node.name);
  for (const { name, depends } of graph.nodes) {
    if (depends === undefined) continue;
    const reading = readDepends(depends.value);
    if (reading.fault !== undefined) {
      collector.error('SL2042', `"depends" of the node "${name}" cannot be read at "${reading.fault}"`, depends.span, {
        hint: `join nodes by &&, ||, ! and parentheses; a result behind a dot is one of ${dependsResults.join(', ')}`,
      });
      continue;
    }
    for (const unknown of reading.names.filter((each) => !names.includes(each))) {
      collector.error(
        'SL2043',
        `"depends" of the node "${name}" names the unknown node "${unknown}"${didYouMean(unknown, names)}`,
        depends.span,
        {
          hint: `nodes are ${names.map((each) => `"${each}"`).join(', ')}`,
        },
      );
    }
    if (reading.names.includes(name)) {
      collector.error(
        'SL2016',
        `"depends" of the node "${name}" names the node itself, so that it would wait for ever`,
        depends.span,
        {
          hint: `take "${name}" out of the expression`,
        },
      );
    }
  }
}
