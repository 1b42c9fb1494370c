import { didYouMean } from '../../diagnostics/suggest.ts';
import { inputsOf, parametersOf } from '../sockets.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** An input or parameter that an edge fills must be one of the step's. */
export function edgeTargets({ blueprint, nodeOf, collector }: GraphRuleContext): void {
  for (const { target } of blueprint.edges) {
    const node = nodeOf.get(target.node.value);
    if (node === undefined || (target.type !== 'parameter' && target.type !== 'input')) continue;
    const ofParameter = target.type === 'parameter';
    const names = ofParameter
      ? parametersOf(node).map((each) => each.name.value)
      : inputsOf(node).map((each) => each.name);
    if (names.includes(target.key)) continue;
    collector.warning(
      ofParameter ? 'SL2013' : 'SL2012',
      `the edge ends at the ${target.type} "${target.key}", which the node "${node.name}" does not have${didYouMean(target.key, names)}`,
      target.span,
      { hint: `declare the ${target.type} on its step; until then the edge only orders the two nodes` },
    );
  }
}
