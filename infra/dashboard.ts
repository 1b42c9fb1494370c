import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, Metric, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { FunctionSpec } from '../functions/manifest.ts';
import { dollarsADay } from './cost-metric.ts';
import { functionMetric, machinesMetric } from './metrics.ts';
import type { FunctionDefaults } from './platform-function.ts';
import type { Stage } from './stage.ts';

/** One page: runs started and failed, how long they take, what was refused, what a day costs. */
export function makeDashboard(
  scope: Construct,
  id: string,
  props: Pick<FunctionDefaults, 'architecture'> & {
    readonly stage: Stage;
    readonly functions: readonly FunctionSpec[];
    readonly tableName: string;
    readonly apiName: string;
  },
): Dashboard {
  const { stage, functions, apiName } = props;
  const graph = (title: string, left: readonly IMetric[], more: { readonly stacked?: boolean } = {}) =>
    new GraphWidget({ title, left: [...left], width: 12, height: 6, ...more });
  const ofApi = (metricName: string, statistic: string) =>
    new Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: { ApiName: apiName, Stage: stage.name },
      statistic,
      period: Duration.minutes(5),
      label: metricName,
    });
  const each = (metricName: 'Errors' | 'Throttles' | 'Duration', statistic: 'Sum' | 'p95') =>
    functions.map(({ name }) => functionMetric(stage, name, metricName, statistic));
  return new Dashboard(scope, id, {
    dashboardName: `slipway-${stage.name}`,
    widgets: [
      [
        graph('Runs', [
          machinesMetric(stage, 'ExecutionsStarted', { label: 'started' }),
          machinesMetric(stage, 'ExecutionsSucceeded', { label: 'succeeded' }),
          machinesMetric(stage, 'ExecutionsFailed', { label: 'failed' }),
          machinesMetric(stage, 'ExecutionsTimedOut', { label: 'timed out' }),
          machinesMetric(stage, 'ExecutionsAborted', { label: 'stopped' }),
        ]),
        graph('Longest run, milliseconds', [
          machinesMetric(stage, 'ExecutionTime', { label: 'longest', statistic: 'Maximum', over: 'MAX' }),
          machinesMetric(stage, 'ExecutionTime', { label: 'slowest pipeline’s median', statistic: 'p50', over: 'MAX' }),
        ]),
      ],
      [
        graph('Functions: errors', each('Errors', 'Sum')),
        graph('Functions: 95th percentile, milliseconds', each('Duration', 'p95')),
      ],
      [
        graph('Refused for being too many', [
          machinesMetric(stage, 'ExecutionThrottled', { label: 'state machines' }),
          ...each('Throttles', 'Sum'),
        ]),
        graph('API', [
          ofApi('Count', 'Sum'),
          ofApi('4XXError', 'Sum'),
          ofApi('5XXError', 'Sum'),
          ofApi('Latency', 'p95'),
        ]),
      ],
      [graph('Cost a day, US dollars, at list prices of us-east-1', dollarsADay(props), { stacked: true })],
    ],
  });
}
