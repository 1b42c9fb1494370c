import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { FunctionName } from '../functions/manifest.ts';
import { functionNameOf } from './names.ts';
import type { Stage } from './stage.ts';

/** Of one function, by its name: no reference to it, so that no stack waits for another because of a picture. */
export function functionMetric(
  stage: Stage,
  name: FunctionName,
  metricName: 'Errors' | 'Throttles' | 'Invocations' | 'Duration',
  statistic: 'Sum' | 'p95',
  period = Duration.minutes(5),
): Metric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { FunctionName: functionNameOf(stage, name) },
    statistic,
    period,
    label: name,
  });
}

/** Over every state machine of the stage, those that the API made among them: they are found by the prefix of their names. */
export function machinesMetric(
  stage: Stage,
  metricName: string,
  {
    label,
    statistic = 'Sum',
    over = 'SUM',
  }: { readonly label: string; readonly statistic?: string; readonly over?: 'SUM' | 'MAX' },
): MathExpression {
  const search = `{AWS/States,StateMachineArn} MetricName="${metricName}" "stateMachine:${functionNameOf(stage, '')}"`;
  return new MathExpression({
    expression: `${over}(SEARCH('${search}', '${statistic}', 300))`,
    label,
    period: Duration.minutes(5),
    usingMetrics: {},
  });
}
