import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** A function's own role: its log, its traces, and what is added to it; AWSLambdaBasicExecutionRole would open every log of the account. */
export function functionRole(scope: Construct, id: string, functionName: string, log: ILogGroup): Role {
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `Of the function ${functionName} alone`,
  });
  role.addToPolicy(
    new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [log.logGroupArn] }),
  );
  acknowledge(role, {
    'Serverless-StarPermissions':
      'X-Ray’s actions take no resource; every other statement names the resources of this stage',
  });
  return role;
}
