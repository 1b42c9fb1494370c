import { stepOf } from '../../graph/sockets.ts';
import { MOST_HANDLER_SECONDS } from '../plan-node.ts';
import type { PlanRuleContext } from './plan-rule.ts';

/** Lambda ends a function after fifteen minutes, whatever a definition allows. */
export function handlerTimeouts({ graph, collector }: PlanRuleContext): void {
  for (const node of graph.nodes) {
    const step = stepOf(node);
    const asked = step?.timeoutSeconds;
    if (step?.work.kind !== 'handler' || asked === undefined || asked <= MOST_HANDLER_SECONDS) continue;
    collector.warning(
      'SL3004',
      `the step "${step.name}" may run ${asked} s, but a handler is ended after ${MOST_HANDLER_SECONDS} s`,
      node.span,
      { hint: 'split the work, or give each piece to a trial of a sweep' },
    );
  }
}
