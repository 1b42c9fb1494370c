import { RemovalPolicy } from 'aws-cdk-lib';
import { Code, type Version } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { handlerResources } from '../platform/pipelines/handler-resources.ts';
import type { ExecutionPlan } from '../statemachines/plan/execution-plan.ts';
import type { StepCode } from './compile-definition.ts';
import { deployedStepName } from './pipeline-names.ts';
import { makeFunction } from './platform-function.ts';
import type { SlipwayPlatform } from './slipway-platform.ts';
import { stepStatements } from './step-role.ts';

/** Lambda's longest. A node's own time limit stands in the ASL. */
const timeoutSeconds = 900;

/**
 * A function for each handler of a pipeline. Machines call a version of it, and old versions stay: a run that is at work, and a
 * deployment that is rolled back, find the code that they were made for.
 */
export class PipelineSteps extends Construct {
  /** By handler. */
  readonly versions: ReadonlyMap<string, Version>;

  constructor(
    scope: Construct,
    id: string,
    {
      platform,
      slug,
      plan,
      code,
    }: {
      readonly platform: SlipwayPlatform;
      readonly slug: string;
      readonly plan: ExecutionPlan;
      readonly code: StepCode;
    },
  ) {
    super(scope, id);
    const { stage, stores, functionDefaults } = platform;
    this.versions = new Map(
      Object.entries(code).map(([handler, { zip }]) => {
        const functionName = deployedStepName(stage, slug, handler);
        const made = makeFunction(this, handler.replaceAll(/[^A-Za-z0-9]+/g, '-'), {
          ...functionDefaults,
          ...handlerResources(handler, plan.nodes),
          functionName,
          code: Code.fromAsset(zip),
          timeoutSeconds,
          environment: {
            SLIPWAY_BUCKET: stores.bucket.bucketName,
            SLIPWAY_TABLE: stores.table.tableName,
            SLIPWAY_STAGE: stage.name,
          },
          versionRemoval: RemovalPolicy.RETAIN,
        });
        for (const statement of stepStatements(stores)) made.addToRolePolicy(statement);
        return [handler, made.currentVersion];
      }),
    );
  }
}
