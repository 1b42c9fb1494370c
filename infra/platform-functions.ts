import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { Match, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Architecture, Code, Function as LambdaFunctionResource, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EnvironmentName, FunctionEvent, FunctionName, FunctionSpec } from '../functions/manifest.ts';
import { functionNameOf, type PassedRoles } from './names.ts';
import { policyStatementOf } from './permissions.ts';
import type { Stage } from './stage.ts';
import type { Stores } from './stores.ts';

export interface PlatformFunctionsProps {
  readonly stage: Stage;
  readonly stores: Stores;
  readonly roles: PassedRoles;
  readonly manifest: readonly FunctionSpec[];
  /** Folder with the bundle of each function, whose handler is `index.handler`. */
  readonly bundles: ReadonlyMap<FunctionName, { readonly directory: string }>;
}

/** Every function of the manifest, with its limits, variables, permissions, events, log group and dead-letter queue. */
export class PlatformFunctions extends Construct {
  readonly #functions = new Map<FunctionName, LambdaFunctionResource>();

  constructor(scope: Construct, id: string, props: PlatformFunctionsProps) {
    super(scope, id);
    const deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    for (const spec of props.manifest) {
      const made = this.#make(spec, props);
      for (const permission of spec.permissions) made.addToRolePolicy(policyStatementOf(this, permission, props));
      spec.events.forEach((event, index) => {
        this.#listen(`${spec.name}-${String(index)}`, made, event, deadLetters);
      });
      this.#functions.set(spec.name, made);
    }
  }

  get(name: FunctionName): LambdaFunctionResource {
    const found = this.#functions.get(name);
    if (found === undefined) throw new Error(`the manifest has no function "${name}"`);
    return found;
  }

  #make(spec: FunctionSpec, { stage, stores, roles, bundles }: PlatformFunctionsProps): LambdaFunctionResource {
    const bundle = bundles.get(spec.name);
    if (bundle === undefined) throw new Error(`there is no bundle of function "${spec.name}"`);
    const values: Readonly<Record<EnvironmentName, string>> = {
      SLIPWAY_BUCKET: stores.bucket.bucketName,
      SLIPWAY_TABLE: stores.table.tableName,
      SLIPWAY_STAGE: stage.name,
      SLIPWAY_MACHINE_ROLE_ARN: roles.machineRoleArn,
      SLIPWAY_FUNCTION_ROLE_ARN: roles.functionRoleArn,
    };
    return new LambdaFunctionResource(this, spec.name, {
      functionName: functionNameOf(stage, spec.name),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundle.directory),
      handler: 'index.handler',
      memorySize: spec.memoryMb,
      timeout: Duration.seconds(spec.timeoutSeconds),
      ephemeralStorageSize: Size.mebibytes(spec.storageMb),
      environment: Object.fromEntries(spec.environment.map((name) => [name, values[name]])),
      logGroup: new LogGroup(this, `${spec.name}-log`, {
        logGroupName: `/aws/lambda/${functionNameOf(stage, spec.name)}`,
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
  }

  #listen(id: string, target: LambdaFunctionResource, event: FunctionEvent, deadLetterQueue: Queue): void {
    const targets = [new LambdaFunction(target, { deadLetterQueue, retryAttempts: 3 })];
    switch (event.kind) {
      case 'event':
        new Rule(this, id, {
          eventPattern: {
            source: [event.source],
            detailType: [event.detailType],
            detail: { status: [...event.statuses], executionArn: Match.anythingButWildcard(event.exceptExecutions) },
          },
          targets,
        });
        return;
      case 'schedule':
        new Rule(this, id, { schedule: Schedule.expression(event.rate), targets });
        return;
      // The REST API and its authorizers point at their functions themselves.
      case 'rest-api':
      case 'authorizer':
        return;
    }
  }
}
