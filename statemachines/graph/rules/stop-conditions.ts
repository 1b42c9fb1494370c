import { stepOf } from '../sockets.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** Conditions that would stop executions early are not watched. */
export function stopConditions({ definition, blueprint, graph, collector }: GraphRuleContext): void {
  const steps = new Set(graph.nodes.map((node) => stepOf(node)?.name));
  const tasks = new Set(blueprint.nodes.flatMap((node) => (node.kind === 'sweep' ? (node.task?.value ?? []) : [])));
  const conditions = [
    ...definition.steps
      .filter((step) => steps.has(step.name.value))
      .map((step) => ({ what: `step "${step.name.value}"`, at: step.stopCondition })),
    ...definition.tasks
      .filter((task) => tasks.has(task.name.value))
      .map((task) => ({ what: `task "${task.name.value}"`, at: task.stopCondition })),
  ];
  for (const { what, at } of conditions) {
    if (at === undefined) continue;
    collector.warning(
      'SL2039',
      `the stop condition of the ${what} is not evaluated: its executions run to their end`,
      at.span,
      {
        hint: 'limit them by a parameter or by "timeout"',
      },
    );
  }
}
