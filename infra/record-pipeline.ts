import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { CfnStateMachineVersion } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import {
  type DeploymentParameter,
  deploymentPrefix,
  type DeploymentRecord,
} from '../platform/pipelines/deployment-record.ts';
import type { CompiledDefinition } from './compile-definition.ts';
import type { PipelineSteps } from './pipeline-steps.ts';
import type { SlipwayPlatform } from './slipway-platform.ts';
import { withFile } from './with-file.ts';

/** A parameter's 4 KB hold the ARNs of so many functions; the next tier holds twice that and costs five cents a month. */
const mostFunctions = 12;

/**
 * Tells the platform of the pipeline, so that runs can be started: a record as an asset, and a parameter that names it, whose
 * change the platform hears. Resources of CloudFormation's own alone: no code of ours runs while a stack is deployed.
 */
export function recordPipeline(
  scope: Construct,
  {
    platform,
    project,
    slug,
    definition: { compiled, file, text, code },
    steps,
    version,
  }: {
    readonly platform: SlipwayPlatform;
    readonly project: string;
    readonly slug: string;
    readonly definition: CompiledDefinition;
    readonly steps: PipelineSteps;
    readonly version: CfnStateMachineVersion;
  },
): void {
  const { pipeline, definitionHash, structureHash, plan, machines } = compiled;
  const record: DeploymentRecord = {
    project,
    pipeline,
    definitionHash,
    structureHash,
    file,
    code: Object.fromEntries(Object.entries(code).map(([handler, { digest }]) => [handler, digest])),
    nodes: plan.nodes.map(({ node, kind, step }) => ({ node, kind, step })),
    definition: text,
    asl: Object.fromEntries(machines.map(({ name, asl }) => [name, asl])),
    plan: JSON.stringify(plan),
  };
  const asset = withFile('record.json', JSON.stringify(record), (path) => new Asset(scope, 'Record', { path }));
  platform.recorder.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['s3:GetObject'], resources: [asset.bucket.arnForObjects('*')] }),
  );
  const value: DeploymentParameter = {
    record: { bucket: asset.s3BucketName, key: asset.s3ObjectKey },
    stateMachineArn: version.ref,
    functions: Object.fromEntries([...steps.versions].map(([handler, { functionArn }]) => [handler, functionArn])),
  };
  new StringParameter(scope, 'Parameter', {
    parameterName: `${deploymentPrefix(platform.stage.name)}${slug}`,
    description: `Slipway’s pipeline "${pipeline}" of project "${project}", as it was deployed`,
    stringValue: Stack.of(scope).toJsonString(value),
    tier: steps.versions.size > mostFunctions ? ParameterTier.ADVANCED : ParameterTier.STANDARD,
  });
}
