import { ArnFormat } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { FunctionPermission } from '../functions/manifest.ts';
import { deploymentPrefix } from '../platform/pipelines/deployment-record.ts';
import { functionNameOf, prefixedArn, type PassedRoles } from './names.ts';
import { storeStatements } from './store-statements.ts';
import type { Stage } from './stage.ts';
import type { Stores } from './stores.ts';

/** A manifest's permission with the resources of this stack; nothing outside the stage's prefix. */
export function policyStatementsOf(
  scope: Construct,
  permission: FunctionPermission,
  { stage, stores, roles }: { readonly stage: Stage; readonly stores: Stores; readonly roles: PassedRoles },
): readonly PolicyStatement[] {
  return (
    storeStatements(stores, permission) ?? [
      new PolicyStatement({
        actions: [...permission.actions],
        resources: [...namedResources(scope, permission.resource, stage, roles)],
      }),
    ]
  );
}

function namedResources(
  scope: Construct,
  resource: FunctionPermission['resource'],
  stage: Stage,
  roles: PassedRoles,
): readonly string[] {
  const machines = `${functionNameOf(stage, '')}*`;
  switch (resource) {
    case 'state-machines':
      return [prefixedArn(scope, 'states', 'stateMachine', machines, ArnFormat.COLON_RESOURCE_NAME)];
    case 'step-functions-executions':
      return [prefixedArn(scope, 'states', 'execution', `${machines}:*`, ArnFormat.COLON_RESOURCE_NAME)];
    case 'step-lambdas':
      return [prefixedArn(scope, 'lambda', 'function', functionNameOf(stage, 'step-*'), ArnFormat.COLON_RESOURCE_NAME)];
    case 'deployment-parameters':
      return [
        prefixedArn(
          scope,
          'ssm',
          'parameter',
          `${deploymentPrefix(stage.name).slice(1)}*`,
          ArnFormat.SLASH_RESOURCE_NAME,
        ),
      ];
    case 'machine-role':
      return [roles.machineRoleArn];
    case 'function-role':
      return [roles.functionRoleArn];
    case 'bucket':
    case 'table':
      throw new Error(`"${resource}" is a store, named by the stack itself`);
  }
}
