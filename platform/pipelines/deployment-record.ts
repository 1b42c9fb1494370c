import type { PipelineVersion } from './pipeline-registry.ts';

/**
 * What a deployment leaves for the registry, as a file: it is known before anything is deployed. The machine that it made is
 * named by the parameter that points to the file.
 */
export interface DeploymentRecord extends Pick<
  PipelineVersion,
  'project' | 'pipeline' | 'definitionHash' | 'file' | 'code' | 'nodes'
> {
  readonly structureHash: string;
  readonly definition: string;
  /** ASL by machine, `main` the first. */
  readonly asl: Readonly<Record<string, string>>;
  /** As JSON text. */
  readonly plan: string;
}

/** Value of a deployment's parameter, as JSON text. */
export interface DeploymentParameter {
  /** Where the record lies. */
  readonly record: { readonly bucket: string; readonly key: string };
  /** Of the machine's version. */
  readonly stateMachineArn: string;
  /** ARN of the function's version by handler, where the deployment brought it along. */
  readonly functions: Readonly<Record<string, string>>;
}

/** Parameters of deployments have names that begin so. */
export function deploymentPrefix(stage: string): string {
  return `/slipway/${stage}/pipelines/`;
}
