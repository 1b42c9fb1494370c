import { parametersOf } from '../sockets.ts';
import { castValue } from '../values/cast-value.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** Every value of an axis must be one that its targets take; one report a value. */
export function sweepValues({ blueprint, graph, nodeOf, collector }: GraphRuleContext): void {
  for (const axis of blueprint.sweep?.axes ?? []) {
    const targets = graph.parameters.find((each) => each.name === axis.parameter.value)?.targets ?? [];
    for (const { value, span } of axis.values) {
      for (const { node: name, parameter } of targets) {
        const node = nodeOf.get(name);
        const declared = node && parametersOf(node).find((candidate) => candidate.name.value === parameter);
        const cast = declared && castValue(value, declared);
        if (cast?.kind !== 'fault') continue;
        collector.error('SL2034', `the value of the axis "${axis.parameter.value}" does not fit: ${cast.what}`, span, {
          hint: `it goes to the parameter "${parameter}" of the node "${name}"`,
          related: [{ message: `"${parameter}" is declared here`, span: declared?.span ?? span }],
        });
        break;
      }
    }
  }
}
