import { Match, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { Code, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EnvironmentName, FunctionEvent, FunctionName, FunctionSpec } from '../functions/manifest.ts';
import { deploymentPrefix } from '../platform/pipelines/deployment-record.ts';
import { deadLetterQueue } from './dead-letters.ts';
import { functionNameOf, type PassedRoles } from './names.ts';
import { policyStatementsOf } from './permissions.ts';
import { type FunctionDefaults, makeFunction } from './platform-function.ts';
import type { Stage } from './stage.ts';
import type { Stores } from './stores.ts';

export interface PlatformFunctionsProps extends FunctionDefaults {
  readonly stage: Stage;
  readonly stores: Stores;
  readonly roles: PassedRoles;
  readonly functions: readonly FunctionSpec[];
  /** Folder with the bundle of each function, whose handler is `index.handler`. */
  readonly bundles: ReadonlyMap<FunctionName, { readonly directory: string }>;
  readonly reservedConcurrency: Readonly<Partial<Record<FunctionName, number>>>;
}

/** Functions of the manifest, each with its limits, variables, permissions and events. */
export class PlatformFunctions extends Construct {
  /** Of the events that reach the functions; absent where none do. */
  readonly deadLetters: Queue | undefined;
  readonly #functions = new Map<FunctionName, LambdaFunction>();

  constructor(scope: Construct, id: string, props: PlatformFunctionsProps) {
    super(scope, id);
    this.deadLetters = props.functions.some(isAsynchronous) ? deadLetterQueue(this, 'DeadLetters') : undefined;
    for (const spec of props.functions) {
      const made = this.#make(spec, props);
      for (const statement of spec.permissions.flatMap((permission) => policyStatementsOf(this, permission, props))) {
        made.addToRolePolicy(statement);
      }
      spec.events.forEach((event, index) => {
        this.#listen(`${spec.name}-${String(index)}`, made, event, props.stage);
      });
      this.#functions.set(spec.name, made);
    }
  }

  get(name: FunctionName): LambdaFunction {
    const found = this.#functions.get(name);
    if (found === undefined) throw new Error(`there is no function "${name}" here`);
    return found;
  }

  #make(spec: FunctionSpec, props: PlatformFunctionsProps): LambdaFunction {
    const { stage, stores, roles, bundles, architecture, logRetention } = props;
    const bundle = bundles.get(spec.name);
    if (bundle === undefined) throw new Error(`there is no bundle of function "${spec.name}"`);
    const values: Readonly<Record<EnvironmentName, string>> = {
      SLIPWAY_BUCKET: stores.bucket.bucketName,
      SLIPWAY_TABLE: stores.table.tableName,
      SLIPWAY_STAGE: stage.name,
      SLIPWAY_MACHINE_ROLE_ARN: roles.machineRoleArn,
      SLIPWAY_FUNCTION_ROLE_ARN: roles.functionRoleArn,
    };
    return makeFunction(this, spec.name, {
      functionName: functionNameOf(stage, spec.name),
      code: Code.fromAsset(bundle.directory),
      memoryMb: spec.memoryMb,
      timeoutSeconds: spec.timeoutSeconds,
      storageMb: spec.storageMb,
      environment: Object.fromEntries(spec.environment.map((name) => [name, values[name]])),
      architecture,
      logRetention,
      reservedConcurrency: props.reservedConcurrency[spec.name],
      failures: isAsynchronous(spec) ? this.deadLetters : undefined,
    });
  }

  #listen(id: string, target: LambdaFunction, event: FunctionEvent, stage: Stage): void {
    const { deadLetters } = this;
    const targets = [
      new FunctionTarget(target, { ...(deadLetters && { deadLetterQueue: deadLetters }), retryAttempts: 3 }),
    ];
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
      case 'deployment':
        new Rule(this, id, {
          eventPattern: {
            source: ['aws.ssm'],
            detailType: ['Parameter Store Change'],
            detail: { name: Match.prefix(deploymentPrefix(stage.name)), operation: ['Create', 'Update'] },
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

/** Nobody waits for its answer. */
function isAsynchronous({ events }: FunctionSpec): boolean {
  return events.some(({ kind }) => kind === 'event' || kind === 'schedule' || kind === 'deployment');
}
