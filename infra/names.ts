import { Stack, type ArnFormat } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from './stage.ts';

/** Roles that the API passes on: to state machines, and to functions of users' steps. */
export interface PassedRoles {
  readonly machineRoleArn: string;
  readonly functionRoleArn: string;
}

/** Name of a platform function; users' steps are `slipway-<stage>-step-<digest>`. */
export function functionNameOf(stage: Stage, name: string): string {
  return `slipway-${stage.name}-${name}`;
}

export function machineRoleNameOf(stage: Stage): string {
  return `slipway-${stage.name}-machines`;
}

/** ARN of everything of a service whose name begins with the stage's prefix. */
export function prefixedArn(
  scope: Construct,
  service: string,
  resource: string,
  suffix: string,
  arnFormat: ArnFormat,
): string {
  return Stack.of(scope).formatArn({ service, resource, resourceName: suffix, arnFormat });
}
