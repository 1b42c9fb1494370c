import { didYouMean } from '../../diagnostics/suggest.ts';
import { parseTarget, setsParameter } from '../pipeline-parameter-target.ts';
import { hasParameter, parametersOf } from '../sockets.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** A pipeline parameter's targets exist. Of task nodes Valohai does not ask it, so that there it is a warning. */
export function pipelineParameterTargets({ blueprint, nodeOf, collector }: GraphRuleContext): void {
  const names = blueprint.nodes.map((node) => node.name.value);
  for (const parameter of blueprint.parameters) {
    for (const written of parameter.targets) {
      const target = parseTarget(written.value);
      if (target === undefined || !setsParameter(target)) continue;
      if (!names.includes(target.node)) {
        collector.error(
          'SL2022',
          `the parameter "${parameter.name.value}" targets the unknown node "${target.node}"${didYouMean(target.node, names)}`,
          written.span,
          { hint: `nodes are ${names.map((name) => `"${name}"`).join(', ')}` },
        );
        continue;
      }
      const node = nodeOf.get(target.node);
      if (node === undefined || hasParameter(node, target.key)) continue;
      const known = parametersOf(node).map((each) => each.name.value);
      const message = `the parameter "${parameter.name.value}" targets "${target.key}", which the node "${node.name}" does not have${didYouMean(target.key, known)}`;
      const hint =
        known.length === 0 ? 'the node has no parameters' : `it has ${known.map((each) => `"${each}"`).join(', ')}`;
      if (node.kind === 'sweep') collector.warning('SL2023', message, written.span, { hint });
      else collector.error('SL2023', message, written.span, { hint });
    }
  }
}
