import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnOutput } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { FunctionName, FunctionSpec } from '../functions/manifest.ts';
import { machineRole } from './machine-role.ts';
import { PlatformFunctions } from './platform-functions.ts';
import { SlipwayRestApi } from './rest-api.ts';
import type { Stage } from './stage.ts';
import { Stores } from './stores.ts';

export interface SlipwayPlatformProps {
  readonly stage: Stage;
  readonly manifest: readonly FunctionSpec[];
  readonly bundles: ReadonlyMap<FunctionName, { readonly directory: string }>;
}

/** The platform of one stage: stores, roles, functions with their events, and the REST API. */
export class SlipwayPlatform extends Construct {
  constructor(scope: Construct, id: string, { stage, manifest, bundles }: SlipwayPlatformProps) {
    super(scope, id);
    const stores = new Stores(this, 'Stores', stage);
    const machines = machineRole(this, stage, stores);
    const steps = stepRole(this, stage, stores);
    const roles = { machineRoleArn: machines.roleArn, functionRoleArn: steps.roleArn };
    const functions = new PlatformFunctions(this, 'Functions', { stage, stores, roles, manifest, bundles });
    const { api } = new SlipwayRestApi(this, 'RestApi', { stage, functions });
    new CfnOutput(this, 'ApiAddress', { value: api.url });
  }
}

/** What users' own steps may do: read and write artifacts, record their executions. */
function stepRole(scope: Construct, stage: Stage, stores: Stores): Role {
  const role = new Role(scope, 'StepRole', {
    roleName: `slipway-${stage.name}-steps`,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole')],
  });
  stores.bucket.grantReadWrite(role, 'projects/*');
  stores.table.grantReadWriteData(role);
  return role;
}
