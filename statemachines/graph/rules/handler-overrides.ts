import { stepOf } from '../sockets.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** A handler has neither image nor command. */
export function handlerOverrides({ blueprint, nodeOf, collector }: GraphRuleContext): void {
  for (const written of blueprint.nodes) {
    if ((written.kind !== 'execution' && written.kind !== 'sweep') || written.override === undefined) continue;
    const node = nodeOf.get(written.name.value);
    const step = node && stepOf(node);
    if (step?.work.kind !== 'handler') continue;
    const { image, command } = written.override;
    for (const [field, span] of [
      ['image', image?.span],
      ['command', command?.[0]?.span],
    ] as const) {
      if (span === undefined) continue;
      collector.warning(
        'SL2024',
        `the step "${step.name}" runs the handler "${step.work.handler.value}", so that "${field}" changes nothing`,
        span,
        {
          hint: `remove "${field}" from the override`,
        },
      );
    }
  }
}
