import { didYouMean } from '../../diagnostics/suggest.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** Both ends of an edge must be nodes of the pipeline. */
export function unknownNodes({ blueprint, collector }: GraphRuleContext): void {
  const names = blueprint.nodes.map((node) => node.name.value);
  const known = new Set(names);
  for (const edge of blueprint.edges) {
    for (const [end, socket] of [
      ['starts', edge.source],
      ['ends', edge.target],
    ] as const) {
      const name = socket.node.value;
      if (known.has(name)) continue;
      collector.error(
        'SL2010',
        `the edge ${end} at an unknown node "${name}"${didYouMean(name, names)}`,
        socket.node.span,
        {
          hint: `nodes of the pipeline "${blueprint.name.value}" are ${names.map((each) => `"${each}"`).join(', ')}`,
        },
      );
    }
  }
}
