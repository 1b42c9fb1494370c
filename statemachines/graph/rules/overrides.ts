import type { OverrideDefinition } from '../../definition/pipeline-definition.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { GraphNode } from '../pipeline-graph.ts';
import { inputsOf, parametersOf, stepOf } from '../sockets.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** An override changes what the step has. */
export function overrides({ blueprint, nodeOf, collector }: GraphRuleContext): void {
  for (const written of blueprint.nodes) {
    if (written.kind !== 'execution' && written.kind !== 'sweep') continue;
    const { override } = written;
    const node = nodeOf.get(written.name.value);
    if (override === undefined || node === undefined) continue;
    for (const { kind, code, names, known } of overridden(override, node)) {
      for (const name of names) {
        if (known.includes(name.value)) continue;
        collector.error(
          code,
          `the override names the ${kind} "${name.value}", which the step "${stepOf(node)?.name ?? ''}" does not have${didYouMean(name.value, known)}`,
          name.span,
          {
            hint:
              known.length === 0 ? `the step has no ${kind}s` : `it has ${known.map((each) => `"${each}"`).join(', ')}`,
          },
        );
      }
    }
  }
}

function overridden(override: OverrideDefinition, node: GraphNode) {
  return [
    {
      kind: 'parameter',
      code: 'SL2020',
      names: override.parameters.map((parameter) => parameter.name),
      known: parametersOf(node).map((parameter) => parameter.name.value),
    },
    {
      kind: 'input',
      code: 'SL2021',
      names: override.inputs.map((input) => input.name),
      known: inputsOf(node).map((input) => input.name),
    },
  ] as const;
}
