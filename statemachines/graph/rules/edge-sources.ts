import { didYouMean } from '../../diagnostics/suggest.ts';
import { inputsOf, parametersOf } from '../sockets.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** A parameter or input that an edge starts at must be one of the step's. */
export function edgeSources({ blueprint, nodeOf, collector }: GraphRuleContext): void {
  for (const { source } of blueprint.edges) {
    const node = nodeOf.get(source.node.value);
    if (node === undefined || (source.type !== 'parameter' && source.type !== 'input')) continue;
    const names =
      source.type === 'parameter'
        ? parametersOf(node).map((each) => each.name.value)
        : inputsOf(node).map((each) => each.name);
    if (names.includes(source.key)) continue;
    collector.warning(
      'SL2011',
      `the edge starts at the ${source.type} "${source.key}", which the node "${node.name}" does not have${didYouMean(source.key, names)}`,
      source.span,
      { hint: `declare the ${source.type} on its step; until then the edge only orders the two nodes` },
    );
  }
}
