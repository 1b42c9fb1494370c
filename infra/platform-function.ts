import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { Architecture, type Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { functionRole } from './function-role.ts';

/** What every function of a stage has alike. */
export interface FunctionDefaults {
  readonly architecture: 'arm64' | 'x86_64';
  readonly logRetention: RetentionDays;
}

export interface FunctionSettings extends FunctionDefaults {
  readonly functionName: string;
  readonly code: Code;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly storageMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number | undefined;
  /** Where what an event or a schedule brought ends when it failed three times; undefined: the function is only called by who waits for its answer. */
  readonly failures?: IQueue | undefined;
  /** What becomes of a version when there is a newer one. */
  readonly versionRemoval?: RemovalPolicy;
}

/** A function on Node 24 with its own role, a log that ends, traces, and a place for what it could not do. */
export function makeFunction(scope: Construct, id: string, settings: FunctionSettings): LambdaFunction {
  const { functionName, failures } = settings;
  const logGroup = new LogGroup(scope, `${id}-log`, {
    logGroupName: `/aws/lambda/${functionName}`,
    retention: settings.logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const made = new LambdaFunction(scope, id, {
    functionName,
    role: functionRole(scope, `${id}-role`, functionName, logGroup),
    runtime: Runtime.NODEJS_24_X,
    architecture: settings.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
    code: settings.code,
    handler: 'index.handler',
    memorySize: settings.memoryMb,
    timeout: Duration.seconds(settings.timeoutSeconds),
    ephemeralStorageSize: Size.mebibytes(settings.storageMb),
    environment: { ...settings.environment },
    tracing: Tracing.ACTIVE,
    logGroup,
    ...(settings.reservedConcurrency === undefined
      ? {}
      : { reservedConcurrentExecutions: settings.reservedConcurrency }),
    ...(settings.versionRemoval === undefined
      ? {}
      : { currentVersionOptions: { removalPolicy: settings.versionRemoval } }),
    ...(failures === undefined ? {} : { onFailure: new SqsDestination(failures), retryAttempts: 2 }),
  });
  const synchronous = 'called by API Gateway or Step Functions alone, who wait for the answer and see the failure';
  acknowledge(
    made,
    failures === undefined
      ? { 'Serverless-LambdaDLQ': synchronous, 'Serverless-LambdaAsyncFailureDestination': synchronous }
      : { 'Serverless-LambdaDLQ': 'its failure destination keeps the event, and the error too' },
  );
  return made;
}
