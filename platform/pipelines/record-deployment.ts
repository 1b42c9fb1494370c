import { Problem } from '../problems/problem.ts';
import type { DeploymentParameter, DeploymentRecord } from './deployment-record.ts';
import { aslKey, definitionKey, planKey } from './pipeline-keys.ts';
import type { PipelineObjects } from './pipeline-objects.ts';
import type { PipelineRegistry, PipelineVersion } from './pipeline-registry.ts';

export interface RecordDeploymentContext {
  readonly registry: Pick<PipelineRegistry, 'putDeployed'>;
  readonly objects: Pick<PipelineObjects, 'putText'>;
  /** Undefined: there is no such parameter any more. */
  readonly readParameter: (name: string) => Promise<string | undefined>;
  /** An object of any bucket that the platform may read. */
  readonly readObject: (place: DeploymentParameter['record']) => Promise<string | undefined>;
  readonly now: () => Date;
}

/**
 * Makes what a deployment brought the pipeline's latest version, which runs start with. It may be repeated, and what a later
 * deployment made of the same definition takes the place of what was there: the machines of before may be gone.
 */
export async function recordDeployment(
  context: RecordDeploymentContext,
  parameter: string,
): Promise<PipelineVersion | undefined> {
  const value = await context.readParameter(parameter);
  if (value === undefined) return undefined;
  const { record: place, stateMachineArn, functions } = JSON.parse(value) as DeploymentParameter;
  const text = await context.readObject(place);
  if (text === undefined) {
    throw new Problem(
      'not-found',
      `the parameter "${parameter}" points to "s3://${place.bucket}/${place.key}", which is not there; deploy the pipeline again`,
    );
  }
  const { asl, plan, definition, structureHash, ...record } = JSON.parse(text) as DeploymentRecord;
  const { project, pipeline, definitionHash } = record;
  const createdAt = context.now().toISOString();
  const keys = {
    aslKey: aslKey(project, pipeline, definitionHash, structureHash),
    planKey: planKey(project, pipeline, definitionHash, structureHash),
  };
  const version: PipelineVersion = {
    ...record,
    definitionKey: definitionKey(project, pipeline, definitionHash),
    functions,
    origin: 'deployed',
    createdAt,
  };
  await Promise.all([
    context.objects.putText(version.definitionKey, definition, 'application/yaml'),
    ...Object.entries(asl).map(([machine, states]) =>
      context.objects.putText(
        aslKey(project, pipeline, definitionHash, structureHash, machine),
        states,
        'application/json',
      ),
    ),
    context.objects.putText(keys.planKey, plan, 'application/json'),
  ]);
  await context.registry.putDeployed(version, {
    project,
    pipeline,
    definitionHash,
    structureHash,
    ...keys,
    stateMachineArn,
    origin: 'deployed',
    createdAt,
  });
  return version;
}
