import { didYouMean } from '../../diagnostics/suggest.ts';
import { flowAxes } from '../axis-flow.ts';
import { dependenciesOf } from '../dependencies.ts';
import { topologicalOrder } from '../order.ts';
import { parametersOf } from '../sockets.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** What a node gathers exists, reaches it, and is not taken apart again by the node's own parameter. */
export function gathers({ blueprint, graph, nodeOf, collector }: GraphRuleContext): void {
  const axes = graph.sweep?.axes.map((axis) => axis.parameter) ?? [];
  const dependencies = dependenciesOf(graph);
  const names = graph.nodes.map((node) => node.name);
  const flow = flowAxes(graph, dependencies, topologicalOrder(names, dependencies));
  for (const written of blueprint.nodes) {
    const node = nodeOf.get(written.name.value);
    const arriving = flow.arriving.get(written.name.value);
    if (written.gather === undefined || node === undefined || arriving === undefined) continue;
    const { span } = written.gather;
    const gathered = node.gather === 'all' ? axes : node.gather;
    for (const axis of gathered) {
      if (!axes.includes(axis)) {
        const hint =
          axes.length === 0 ? 'the pipeline has no sweep' : `axes are ${axes.map((each) => `"${each}"`).join(', ')}`;
        collector.error(
          'SL2031',
          `the node "${node.name}" gathers the unknown axis "${axis}"${didYouMean(axis, axes)}`,
          span,
          { hint },
        );
      } else if (node.gather !== 'all' && !arriving.has(axis)) {
        collector.warning(
          'SL2032',
          `nothing before the node "${node.name}" runs over "${axis}", so that there is nothing to gather`,
          span,
          {
            hint: 'take the axis out of "gather"',
          },
        );
      }
    }
    if (node.gather === 'all' && arriving.size === 0) {
      collector.warning(
        'SL2032',
        `nothing before the node "${node.name}" runs over an axis, so that there is nothing to gather`,
        span,
        {
          hint: 'remove "gather"; the trials of a "task" node are gathered without it',
        },
      );
    }
    for (const axis of gathered) {
      const setter = graph.parameters.find((candidate) => candidate.name === axis);
      const target = setter?.targets.find((each) => each.node === node.name);
      const parameter = parametersOf(node).find((each) => each.name.value === target?.parameter);
      if (parameter === undefined || parameter.multiple !== 'none') continue;
      collector.error(
        'SL2033',
        `the node "${node.name}" gathers "${axis}", but its parameter "${parameter.name.value}" takes one value of it`,
        span,
        {
          hint: `remove the target "${node.name}.parameters.${parameter.name.value}", or let the parameter be "multiple"`,
        },
      );
    }
  }
}
