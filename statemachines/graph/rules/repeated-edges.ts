import type { EdgeDefinition } from '../../definition/pipeline-definition.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** The same edge twice, and two edges that set one parameter. */
export function repeatedEdges({ blueprint, collector }: GraphRuleContext): void {
  const seen = new Map<string, EdgeDefinition>();
  const fills = new Map<string, EdgeDefinition>();
  for (const edge of blueprint.edges) {
    const { source, target } = edge;
    const to = JSON.stringify([target.node.value, target.type, target.key]);
    const whole = JSON.stringify([source.node.value, source.type, source.key, to]);
    const twin = seen.get(whole);
    seen.set(whole, edge);
    if (twin !== undefined) {
      collector.warning('SL2019', `the edge to "${target.node.value}" is written twice`, edge.span, {
        hint: 'remove one of the two',
        related: [{ message: 'first written here', span: twin.span }],
      });
      continue;
    }
    if (target.type !== 'parameter') continue;
    const earlier = fills.get(to);
    fills.set(to, edge);
    if (earlier === undefined) continue;
    collector.warning(
      'SL2018',
      `the parameter "${target.key}" of the node "${target.node.value}" is filled by more than one edge; this one is used`,
      edge.span,
      { hint: 'keep the one that is meant', related: [{ message: 'filled here before', span: earlier.span }] },
    );
  }
}
