import type { DiagnosticCollector } from '../../../diagnostics/diagnostic-collector.ts';
import type { TaskDefinition, TaskType } from '../../pipeline-definition.ts';
import type { Cursor } from '../cursor.ts';
import { field, given, givenField, items, located, requiredField } from '../cursor.ts';
import type { TaskSource } from '../schema/task-schema.ts';
import { buildVariantParameter } from './build-variant-parameter.ts';
import { conditionField } from './condition-field.ts';
import { ON_CHILD_ERROR, wordField } from './fields.ts';

const TASK_TYPES = [
  'grid_search',
  'random_search',
  'manual_search',
  'bayesian_tpe',
  'distributed',
] as const satisfies readonly TaskType[];

export function buildTask(cursor: Cursor<TaskSource>, faults: DiagnosticCollector): TaskDefinition {
  const { value, node } = cursor;
  const name = located(requiredField(cursor, 'name'));
  if (value.parameters === undefined && value['parameter-sets'] === undefined) {
    faults.error('SL1028', `task "${name.value}" has neither "parameters" nor "parameter-sets"`, node.span, {
      hint: 'add "parameters:" with a style and rules for each, or "parameter-sets:" for manual search',
    });
  }
  return {
    name,
    step: located(requiredField(cursor, 'step')),
    type: wordField(field(cursor, 'type'), TASK_TYPES, `"type" of task "${name.value}"`, faults) ?? 'grid_search',
    parameters: items(field(cursor, 'parameters')).flatMap(
      (parameter) => buildVariantParameter(parameter, faults) ?? [],
    ),
    // Empty sets are left out, as in Valohai.
    parameterSets: items(field(cursor, 'parameter-sets'))
      .filter((set) => Object.keys(set.value).length > 0)
      .map(located),
    ...givenField(cursor, 'engine', 'engine'),
    ...givenField(cursor, 'execution-count', 'executionCount'),
    ...givenField(cursor, 'execution-batch-size', 'executionBatchSize'),
    ...givenField(cursor, 'maximum-queued-executions', 'maximumQueuedExecutions'),
    ...givenField(cursor, 'optimization-target-metric', 'optimizationTargetMetric'),
    ...givenField(cursor, 'optimization-target-value', 'optimizationTargetValue'),
    onChildError:
      wordField(field(cursor, 'on-child-error'), ON_CHILD_ERROR, `"on-child-error" of task "${name.value}"`, faults) ??
      'continue-and-error',
    reuseChildren: value['reuse-children'] ?? false,
    ...given('stopCondition', conditionField(field(cursor, 'stop-condition'), faults)),
    ...givenField(cursor, 'description', 'description'),
    span: node.span,
  };
}
