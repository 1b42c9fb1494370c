import { stepOf } from '../sockets.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** Handlers of this form are the platform's own, with functions that all pipelines share. */
const BUILT_IN = 'slipway/';

/** The function of a built-in handler is there before the pipeline: no step decides its size. */
export function builtInResources({ definition, graph, collector }: GraphRuleContext): void {
  const used = new Set(graph.nodes.map((node) => stepOf(node)?.name));
  for (const { name, work, memoryMb, storageMb } of definition.steps) {
    if (!used.has(name.value) || work.kind !== 'handler' || !work.handler.value.startsWith(BUILT_IN)) continue;
    for (const [field, size] of [
      ['memory', memoryMb],
      ['storage', storageMb],
    ] as const) {
      if (size === undefined) continue;
      collector.warning(
        'SL2044',
        `the step "${name.value}" runs the built-in handler "${work.handler.value}", so that "${field}" changes nothing`,
        size.span,
        { hint: `remove "${field}", or give the step a handler of your own ("path#export")` },
      );
    }
  }
}
