import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { functionNameOf, machineRoleNameOf, prefixedArn } from './names.ts';
import type { Stage } from './stage.ts';
import type { Stores } from './stores.ts';

/** The one role of the stage's state machines: they call the stage's functions, meet in the table, and their Distributed Maps read their items. */
export function machineRole(scope: Construct, stage: Stage, stores: Stores): Role {
  const role = new Role(scope, 'MachineRole', {
    roleName: machineRoleNameOf(stage),
    assumedBy: new ServicePrincipal('states.amazonaws.com'),
  });
  const everyName = functionNameOf(stage, '*');
  const machines = prefixedArn(scope, 'states', 'stateMachine', everyName, ArnFormat.COLON_RESOURCE_NAME);
  const executions = prefixedArn(scope, 'states', 'execution', `${everyName}:*`, ArnFormat.COLON_RESOURCE_NAME);
  role.addToPolicy(
    new PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: [prefixedArn(scope, 'lambda', 'function', everyName, ArnFormat.COLON_RESOURCE_NAME)],
    }),
  );
  role.addToPolicy(
    new PolicyStatement({
      actions: ['s3:GetObject'],
      resources: [stores.bucket.arnForObjects('projects/*/runs/*/plan/*')],
    }),
  );
  // A Distributed Map starts its children as executions of its own machine, a large pipeline its parts as others of the stage.
  role.addToPolicy(new PolicyStatement({ actions: ['states:StartExecution'], resources: [machines] }));
  role.addToPolicy(
    new PolicyStatement({
      // A retry drives on a run's machine, and that its children.
      actions: ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
      resources: [executions],
    }),
  );
  // A part's end is told by a rule that Step Functions itself keeps.
  const rule = 'StepFunctionsGetEventsForStepFunctionsExecutionRule';
  role.addToPolicy(
    new PolicyStatement({
      actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      resources: [Stack.of(scope).formatArn({ service: 'events', resource: 'rule', resourceName: rule })],
    }),
  );
  // Rendezvous within a run: a task token is left in the table, and sent back to the machine that waits.
  role.addToPolicy(
    new PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], resources: [stores.table.tableArn] }),
  );
  role.addToPolicy(new PolicyStatement({ actions: ['states:SendTaskSuccess'], resources: [machines] }));
  return role;
}
