import { parseCondition } from '../../definition/valohai/condition-expression.ts';
import { namesIn } from '../../definition/valohai/evaluate-condition.ts';
import { conditionName } from '../condition-name.ts';
import { hasParameter, stepOf } from '../sockets.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** A task's condition sees each trial by itself; a step's is not watched. */
export function stopConditions({ definition, graph, collector }: GraphRuleContext): void {
  const steps = new Set(graph.nodes.map((node) => stepOf(node)?.name));
  for (const { name, stopCondition } of definition.steps) {
    if (stopCondition === undefined || !steps.has(name.value)) continue;
    collector.warning(
      'SL2039',
      `the stop condition of the step "${name.value}" is not evaluated: its executions run to their end`,
      stopCondition.span,
      {
        hint: 'limit them by a parameter or by "timeout"; the trials of a task stop by the task\'s own "stop-condition"',
      },
    );
  }
  for (const node of graph.nodes) {
    const condition = node.kind === 'sweep' ? node.trials.stopCondition : undefined;
    const parsed = condition === undefined ? undefined : parseCondition(condition.value);
    if (condition === undefined || parsed?.kind !== 'expression') continue;
    for (const text of namesIn(parsed.expression)) {
      const name = conditionName(text, graph);
      const known =
        name.kind === 'metadata' ||
        name.kind === 'bare' ||
        (name.kind === 'parameter' &&
          (hasParameter(node, name.key) || graph.parameters.some((each) => each.name === name.key)));
      if (known) continue;
      collector.error(
        'SL2047',
        `the stop condition of the task at the node "${node.name}" names "${text}", which no trial has`,
        condition.span,
        { hint: 'names are metadata.KEY, or KEY alone, and parameter.NAME of the trial itself' },
      );
    }
  }
}
