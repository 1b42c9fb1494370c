import { CfnOutput, Stack, type Environment } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type FunctionName, type FunctionSpec, manifest } from '../functions/manifest.ts';
import { Alarms } from './alarms.ts';
import { makeDashboard } from './dashboard.ts';
import { machineRole } from './machine-role.ts';
import { platformBundles } from './platform-bundles.ts';
import type { FunctionDefaults } from './platform-function.ts';
import { PlatformFunctions } from './platform-functions.ts';
import { type PlatformOptions, usualOptions } from './platform-options.ts';
import { SlipwayRestApi } from './rest-api.ts';
import { stepRole } from './step-role.ts';
import { type Stage, stageOf } from './stage.ts';
import { Stores } from './stores.ts';

export interface SlipwayPlatformProps extends PlatformOptions {
  /** A stack each for storage, orchestration, API and observability, in this environment; else all is in the scope's own stack. */
  readonly stacks?: { readonly env?: Environment };
  /** Bundles that were made before; else they are made now. */
  readonly bundles?: ReadonlyMap<FunctionName, { readonly directory: string }>;
}

/** The platform of one stage: stores, roles, functions with their events, the REST API, alarms and a dashboard. */
export class SlipwayPlatform extends Construct {
  readonly stage: Stage;
  readonly stores: Stores;
  readonly functionDefaults: FunctionDefaults;
  /** Hears of deployed pipelines. */
  readonly recorder: IGrantable;
  /** Address of the REST API, with its stage. */
  readonly apiUrl: string;

  constructor(scope: Construct, id: string, props: SlipwayPlatformProps = {}) {
    super(scope, id);
    const given = { ...usualOptions, ...props };
    this.stage = stageOf(given.stage, given.keepsData);
    this.functionDefaults = { architecture: given.architecture, logRetention: given.logRetention };
    const { stage, functionDefaults } = this;
    const place = (name: string): Construct =>
      props.stacks === undefined
        ? new Construct(this, name)
        : new Stack(this, name, {
            stackName: `Slipway-${stage.name}-${name}`,
            description: `Slipway, stage ${stage.name}: ${name.toLowerCase()}`,
            ...props.stacks,
          });

    this.stores = new Stores(place('Storage'), 'Stores', stage);
    const { stores } = this;

    new CfnOutput(this.stores, 'TableName', {
      value: this.stores.table.tableName,
      description: 'Where run state and tokens are',
    });
    new CfnOutput(this.stores, 'BucketName', {
      value: this.stores.bucket.bucketName,
      description: 'Where artifacts are',
    });

    const orchestration = place('Orchestration');
    const roles = {
      machineRoleArn: machineRole(orchestration, stage, stores).roleArn,
      functionRoleArn: stepRole(orchestration, stage, stores).roleArn,
    };
    const common = {
      ...functionDefaults,
      stage,
      stores,
      roles,
      bundles: props.bundles ?? platformBundles(),
      reservedConcurrency: given.reservedConcurrency,
    };
    const work = new PlatformFunctions(orchestration, 'Functions', {
      ...common,
      functions: manifest.filter((spec) => !isOfApi(spec)),
    });

    this.recorder = work.get('record-deployment');

    const rest = place('Api');
    const functions = new PlatformFunctions(rest, 'Functions', { ...common, functions: manifest.filter(isOfApi) });
    this.apiUrl = new SlipwayRestApi(rest, 'RestApi', { stage, functions, ...functionDefaults }).api.url;
    new CfnOutput(rest, 'ApiAddress', {
      value: this.apiUrl,
      description: 'Where the API is; its paths begin with v1/',
    });

    const observability = place('Observability');
    const watched = {
      stage,
      functions: manifest,
      tableName: stores.table.tableName,
      apiName: `slipway-${stage.name}`,
      architecture: functionDefaults.architecture,
    };
    const deadLetters = [work.deadLetters, functions.deadLetters].filter((queue) => queue !== undefined);
    new Alarms(observability, 'Alarms', { ...watched, deadLetters, topic: given.alarmTopic });
    makeDashboard(observability, 'Dashboard', watched);
  }
}

function isOfApi({ events }: FunctionSpec): boolean {
  return events.some(({ kind }) => kind === 'rest-api' || kind === 'authorizer');
}
