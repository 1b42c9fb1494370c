/** A resource with `*` that a role of Slipway's may hold, and why no exact one can stand there. */
export interface WildcardResource {
  /** Of an ARN in which what CloudFormation fills in stands in angle brackets. */
  readonly resource: RegExp;
  readonly reason: string;
}

/** Every one there is. A role with another fails the check of the app and the tests; no action is ever a wildcard. */
export const wildcardResources: readonly WildcardResource[] = [
  {
    resource: /^\*$/,
    reason: 'X-Ray’s writing actions and the delivery of logs by Step Functions take no resource',
  },
  {
    resource: /:stateMachine:slipway-[a-z0-9]+-\*$/,
    reason: 'the API makes machines while it runs, named by their content below the stage’s prefix',
  },
  {
    resource: /:stateMachine:slipway-[a-z0-9]+-p-[a-z0-9-]+:\*$/,
    reason: 'versions of one pipeline’s machine: executions of an earlier deployment go on under the same role',
  },
  {
    resource: /:execution:slipway-[a-z0-9]+-(p-[a-z0-9-]+(\/\*)?|\*):\*$/,
    reason: 'executions are named by their runs',
  },
  {
    resource: /:function:slipway-[a-z0-9]+-(step-)?\*$/,
    reason: 'the machines that the API makes share a role, and call steps named by the digest of their code',
  },
  {
    resource: /:function:slipway-[a-z0-9]+-[a-z0-9-]+:\*$/,
    reason: 'a machine that is still at work calls an older version of the same function',
  },
  {
    resource: /^arn:aws:events:\*:\*:rule\/StepFunctionsGetEventsForStepFunctionsExecutionRule$/,
    reason:
      'Step Functions keeps this one rule for the whole account, to hear of the ends of executions that a machine waits for',
  },
  {
    resource: /:log-group:\/aws\/lambda\/slipway-[a-z0-9]+-step-\*$/,
    reason: 'steps are named by the digest of their code',
  },
  {
    resource: /:ecs:.*:task(-definition\/slipway-[a-z0-9]+-container-|\/slipway-[a-z0-9]+-containers\/)\*$/,
    reason: 'a task definition has a number for each change of it, and a task a name of its own',
  },
  {
    resource: /:parameter\/slipway\/[a-z0-9]+\/pipelines\/\*$/,
    reason: 'each deployed pipeline has its parameter, in stacks that the platform does not know',
  },
  {
    resource: /:s3:::\S*-assets-\S*\/\*$/,
    reason: 'the record of a deployment is an asset of CDK’s, whose key is its hash',
  },
  {
    resource: /\/projects\/\*(\/runs\/\*\/plan\/\*)?$/,
    reason: 'artifacts and plans are named by their runs; all of the bucket’s objects are Slipway’s',
  },
];

export function wildcardReason(resource: string): string | undefined {
  return wildcardResources.find((listed) => listed.resource.test(resource))?.reason;
}
