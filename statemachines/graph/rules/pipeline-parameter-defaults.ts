import { parametersOf } from '../sockets.ts';
import { castValue, isList } from '../values/cast-value.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** A default that does not fit fails the runs that do not replace it. Values of an axis replace it in every run. */
export function pipelineParameterDefaults({ graph, nodeOf, collector }: GraphRuleContext): void {
  const swept = new Set(graph.sweep?.axes.map((axis) => axis.parameter));
  for (const parameter of graph.parameters) {
    const written = parameter.default;
    if (written === undefined || swept.has(parameter.name)) continue;
    for (const target of parameter.targets) {
      const node = nodeOf.get(target.node);
      const declared = node && parametersOf(node).find((candidate) => candidate.name.value === target.parameter);
      if (node === undefined || declared === undefined) continue;
      const spreads = node.kind === 'sweep' && declared.multiple === 'none' && isList(written.value);
      const items = spreads && isList(written.value) ? written.value : [written.value];
      const fault = items.map((item) => castValue(item, declared)).find((cast) => cast.kind === 'fault');
      if (fault === undefined) continue;
      collector.warning(
        'SL2038',
        `the default of the parameter "${parameter.name}" does not fit: ${fault.what}`,
        written.span,
        {
          hint: `it goes to the parameter "${target.parameter}" of the node "${target.node}"`,
          related: [{ message: `"${target.parameter}" is declared here`, span: declared.span }],
        },
      );
      break;
    }
  }
}
