import { ArnFormat } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { manifest } from '../functions/manifest.ts';
import { functionNameOf, prefixedArn } from './names.ts';
import { storeStatements } from './store-statements.ts';
import type { Stage } from './stage.ts';
import type { Stores } from './stores.ts';

/** What a step may do is what the built-in ones may: read and write artifacts, record its execution. */
export function stepStatements(stores: Pick<Stores, 'bucket' | 'table'>): readonly PolicyStatement[] {
  const permissions = manifest.find(({ layout }) => layout === 'step')?.permissions ?? [];
  return permissions.flatMap((permission) => storeStatements(stores, permission) ?? []);
}

/** The role that the API may give to functions of users' steps. */
export function stepRole(scope: Construct, stage: Stage, stores: Stores): Role {
  const role = new Role(scope, 'StepRole', {
    roleName: functionNameOf(stage, 'steps'),
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  for (const statement of stepStatements(stores)) role.addToPolicy(statement);
  role.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [
        prefixedArn(
          scope,
          'logs',
          'log-group',
          `/aws/lambda/${functionNameOf(stage, 'step-*')}`,
          ArnFormat.COLON_RESOURCE_NAME,
        ),
      ],
    }),
  );
  return role;
}
