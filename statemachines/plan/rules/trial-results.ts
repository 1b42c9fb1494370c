import { type DependsExpression, readDepends } from '../../graph/depends-expression.ts';
import type { PlanRuleContext } from './plan-rule.ts';

/** `AnySucceeded` and `AllFailed` ask for several executions, as in Argo, which refuses them of anything else. */
export function trialResults({ graph, nodes, collector }: PlanRuleContext): void {
  const axes = new Map(nodes.map((node) => [node.node, node.axes.map((axis) => axis.id)]));
  for (const { name, depends } of graph.nodes) {
    if (depends === undefined) continue;
    const own = new Set(axes.get(name));
    for (const { node, result } of resultsIn(readDepends(depends.value).expression)) {
      if (result !== 'AnySucceeded' && result !== 'AllFailed') continue;
      const over = axes.get(node);
      if (over === undefined || over.some((axis) => !own.has(axis))) continue;
      collector.error(
        'SL3007',
        `"depends" of the node "${name}" asks for "${node}.${result}", but "${node}" runs only once for it`,
        depends.span,
        {
          hint: `write "${node}.${result === 'AllFailed' ? 'Failed' : 'Succeeded'}", or let "${name}" gather the sweep`,
        },
      );
    }
  }
}

type Result = DependsExpression & { readonly kind: 'result' };

function resultsIn(expression: DependsExpression): readonly Result[] {
  if (expression.kind === 'result') return [expression];
  return (expression.kind === 'not' ? [expression.operand] : expression.operands).flatMap(resultsIn);
}
