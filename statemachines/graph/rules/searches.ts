import type { GraphRuleContext } from './graph-rule.ts';

/** Bayesian search is drawn at random, and says so. */
export function searches({ definition, blueprint, collector }: GraphRuleContext): void {
  const used = new Set(blueprint.nodes.flatMap((node) => (node.kind === 'sweep' ? (node.task?.value ?? []) : [])));
  for (const task of definition.tasks) {
    if (task.type !== 'bayesian_tpe' || !used.has(task.name.value)) continue;
    collector.warning(
      'SL2037',
      `the Bayesian search of the task "${task.name.value}" is carried out as a random search`,
      task.span,
      {
        hint: 'write "type: random_search" to say so',
      },
    );
  }
}
