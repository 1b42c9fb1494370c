import type { RuleContext } from './rule.ts';

/** Options of a task that its type does not use. */
export function taskOptions({ definition, faults }: RuleContext): void {
  for (const task of definition.tasks) {
    const where = `task "${task.name.value}"`;
    const [firstSet] = task.parameterSets;
    if (firstSet !== undefined && task.type !== 'manual_search') {
      faults.warning(
        'SL1083',
        `${where} has "parameter-sets", which only manual_search uses; its type is ${task.type}`,
        firstSet.span,
        {
          hint: 'write "type: manual_search", or remove the sets',
        },
      );
    }
    if (firstSet === undefined && task.type === 'manual_search') {
      faults.warning(
        'SL1089',
        `${where} is a manual search without "parameter-sets": it has no trials`,
        task.name.span,
        {
          hint: 'add "parameter-sets:", a list with the parameters of each trial',
        },
      );
    }
    if (task.type === 'bayesian_tpe') continue;
    const options = {
      engine: task.engine,
      'optimization-target-metric': task.optimizationTargetMetric,
      'optimization-target-value': task.optimizationTargetValue,
    };
    for (const [option, found] of Object.entries(options)) {
      if (found === undefined) continue;
      faults.warning(
        'SL1084',
        `${where} has "${option}", which only bayesian_tpe uses; its type is ${task.type}`,
        found.span,
      );
    }
  }
}
