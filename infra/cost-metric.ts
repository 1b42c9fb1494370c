import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { FunctionSpec } from '../functions/manifest.ts';
import { functionMetric } from './metrics.ts';
import type { FunctionDefaults } from './platform-function.ts';
import type { Stage } from './stage.ts';

/**
 * List prices in us-east-1, US dollars, November 2026: https://aws.amazon.com/lambda/pricing, /step-functions/pricing,
 * /dynamodb/pricing/on-demand, /api-gateway/pricing. An estimate for a picture; the bill is AWS's.
 */
const prices = {
  gigabyteSecond: { arm64: 0.0000133334, x86_64: 0.0000166667 },
  invocation: 0.0000002,
  transition: 0.000025,
  apiRequest: 0.0000035,
  readUnit: 0.000000125,
  writeUnit: 0.000000625,
} as const;

const day = Duration.days(1);

/** Dollars a day by service, from what CloudWatch counts. */
export function dollarsADay({
  stage,
  functions,
  architecture,
  tableName,
  apiName,
}: Pick<FunctionDefaults, 'architecture'> & {
  readonly stage: Stage;
  readonly functions: readonly FunctionSpec[];
  readonly tableName: string;
  readonly apiName: string;
}): readonly IMetric[] {
  const usingMetrics: Record<string, IMetric> = {};
  const terms = functions.map(({ name, memoryMb }, index) => {
    usingMetrics[`d${index}`] = functionMetric(stage, name, 'Duration', 'Sum', day);
    usingMetrics[`n${index}`] = functionMetric(stage, name, 'Invocations', 'Sum', day);
    const millisecond = (memoryMb / 1024 / 1000) * prices.gigabyteSecond[architecture];
    return `FILL(d${index},0)*${millisecond.toFixed(12)}+FILL(n${index},0)*${prices.invocation.toFixed(9)}`;
  });
  const lambda = new MathExpression({
    expression: terms.join('+'),
    usingMetrics,
    label: 'Lambda, without users’ own steps',
    period: day,
  });
  return [
    lambda,
    priced('s', 'Step Functions, of the whole account', [
      ['AWS/States', 'ConsumedCapacity', { ServiceMetric: 'StateTransition' }, prices.transition],
    ]),
    priced('a', 'API Gateway', [
      ['AWS/ApiGateway', 'Count', { ApiName: apiName, Stage: stage.name }, prices.apiRequest],
    ]),
    priced('t', 'DynamoDB', [
      ['AWS/DynamoDB', 'ConsumedReadCapacityUnits', { TableName: tableName }, prices.readUnit],
      ['AWS/DynamoDB', 'ConsumedWriteCapacityUnits', { TableName: tableName }, prices.writeUnit],
    ]),
  ];
}

type Priced = readonly [
  namespace: string,
  metricName: string,
  dimensionsMap: Readonly<Record<string, string>>,
  price: number,
];

/** `prefix`: identifiers of metrics are those of the whole graph. */
function priced(prefix: string, label: string, counted: readonly Priced[]): MathExpression {
  const usingMetrics = Object.fromEntries(
    counted.map(([namespace, metricName, dimensionsMap], index) => [
      `${prefix}${index}`,
      new Metric({ namespace, metricName, dimensionsMap: { ...dimensionsMap }, statistic: 'Sum', period: day }),
    ]),
  );
  const expression = counted.map(([, , , price], index) => `FILL(${prefix}${index},0)*${price.toFixed(9)}`).join('+');
  return new MathExpression({ expression, usingMetrics, label, period: day });
}
