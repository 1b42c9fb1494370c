import { parseCondition } from '../../statemachines/definition/valohai/condition-expression.ts';
import type { ConditionValue } from '../../statemachines/definition/valohai/condition-operations.ts';
import { evaluateCondition } from '../../statemachines/definition/valohai/evaluate-condition.ts';
import type { ConditionSource, NodePlan } from '../../statemachines/plan/execution-plan.ts';
import { scalar } from './condition-values.ts';
import type { Execution } from './run.ts';

type Trial = Pick<Execution, 'trial' | 'metadata' | 'parameters'>;

/** Whether what a trial has printed so far meets the condition at which its sweep stops; one that cannot be decided does not. */
export function meetsStopCondition({ stopCondition, axes }: NodePlan, trial: Trial): boolean {
  if (stopCondition === undefined) return false;
  const parsed = parseCondition(stopCondition.text);
  if (parsed.kind === 'fault') return false;
  const result = evaluateCondition(parsed.expression, (name) => {
    const sources = Object.hasOwn(stopCondition.names, name) ? (stopCondition.names[name] ?? []) : [];
    for (const source of sources) {
      const value = valueOf(source, axes, trial);
      if (value !== undefined) return value;
    }
    return undefined;
  });
  return result.kind === 'value' && result.value;
}

/** Of the trial itself: others are not asked for each line that is printed. */
function valueOf(source: ConditionSource, axes: NodePlan['axes'], trial: Trial): ConditionValue | undefined {
  switch (source.kind) {
    case 'own-metadata':
      return Object.hasOwn(trial.metadata, source.key) ? scalar(trial.metadata[source.key]) : undefined;
    case 'own-parameter':
      return trial.parameters[source.parameter];
    case 'value':
      return source.value;
    case 'axis': {
      const at = axes.findIndex(({ id }) => id === source.axis);
      return axes[at]?.points[trial.trial[at] ?? -1]?.[source.key];
    }
    default:
      return undefined;
  }
}
