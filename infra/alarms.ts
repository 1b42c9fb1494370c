import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { FunctionSpec } from '../functions/manifest.ts';
import { functionMetric } from './metrics.ts';
import type { Stage } from './stage.ts';

export interface AlarmsProps {
  readonly stage: Stage;
  readonly functions: readonly FunctionSpec[];
  readonly deadLetters: readonly Queue[];
  readonly tableName: string;
  readonly apiName: string;
  readonly topic: ITopic | undefined;
}

/** What a person must look at; a failed run is its owner's affair, and none of these. */
export class Alarms extends Construct {
  readonly #stage: Stage;
  readonly #topic: ITopic | undefined;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.#stage = props.stage;
    this.#topic = props.topic;
    props.deadLetters.forEach((queue, index) => {
      this.#watch(
        `dead-letters-${String(index)}`,
        queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Maximum' }),
        'an event could not be delivered or worked on: read the queue, mend the cause, send it again',
      );
    });
    for (const spec of props.functions) {
      // A step that fails is a failed run: its owner sees it there.
      if (spec.layout === 'function') {
        const errors = functionMetric(this.#stage, spec.name, 'Errors', 'Sum');
        this.#watch(`${spec.name}-errors`, errors, `the function "${spec.name}" failed: read its log`);
      }
      const throttles = functionMetric(this.#stage, spec.name, 'Throttles', 'Sum');
      this.#watch(
        `${spec.name}-throttles`,
        throttles,
        `calls of "${spec.name}" were refused: raise the account’s concurrent executions, or lower a sweep’s concurrency`,
      );
    }
    this.#watch(
      'api-faults',
      new Metric({
        namespace: 'AWS/ApiGateway',
        metricName: '5XXError',
        dimensionsMap: { ApiName: props.apiName, Stage: props.stage.name },
        statistic: 'Sum',
        period: Duration.minutes(5),
      }),
      'the API answered with a fault of its own',
    );
    this.#watch(
      'table-faults',
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName: 'SystemErrors',
        dimensionsMap: { TableName: props.tableName },
        statistic: 'Sum',
        period: Duration.minutes(5),
      }),
      'DynamoDB answered with faults',
    );
  }

  /** One in five minutes is enough. */
  #watch(id: string, metric: IMetric, alarmDescription: string): void {
    const alarm = new Alarm(this, id, {
      alarmName: `slipway-${this.#stage.name}-${id}`,
      alarmDescription,
      metric,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (this.#topic !== undefined) alarm.addAlarmAction(new SnsAction(this.#topic));
  }
}
