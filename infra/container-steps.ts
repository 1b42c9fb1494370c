import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  CfnCluster,
  ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { functionNameOf, prefixedArn } from './names.ts';
import type { SlipwayPlatform } from './slipway-platform.ts';
import { stepStatements } from './step-role.ts';

export interface ContainerSettings {
  /** As a registry names it: `public.ecr.aws/docker/library/python:3.13`. */
  readonly image: string;
  /** Units, 1,024 a processor; Fargate takes certain pairs with memory: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
  readonly cpu: 256 | 512 | 1024 | 2048 | 4096 | 8192 | 16384;
  readonly memoryMb: number;
  /** GiB of disk, 21 to 200; 20 unless told. */
  readonly storageGb?: number;
}

/**
 * Where steps with an image run: a cluster on Fargate, and a task definition for each image. A state machine starts them by
 * `ecs:runTask.sync` and says there what is to run, and in which subnets: none are made here.
 */
export class ContainerSteps extends Construct {
  readonly cluster: CfnCluster;
  /** Of the code in the containers: artifacts and the record of its own execution, as every step's. */
  readonly taskRole: Role;
  /** Of Fargate, which starts them: their log. Images of a private registry need more: add it. */
  readonly executionRole: Role;
  readonly #platform: SlipwayPlatform;
  readonly #log: LogGroup;

  constructor(scope: Construct, id: string, { platform }: { readonly platform: SlipwayPlatform }) {
    super(scope, id);
    this.#platform = platform;
    const { stage, stores, functionDefaults } = platform;
    const name = functionNameOf(stage, 'containers');
    this.cluster = new CfnCluster(this, 'Cluster', {
      clusterName: name,
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      clusterSettings: [{ name: 'containerInsights', value: 'enabled' }],
    });
    this.#log = new LogGroup(this, 'Log', {
      logGroupName: `/aws/ecs/${name}`,
      retention: functionDefaults.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const assumedBy = new ServicePrincipal('ecs-tasks.amazonaws.com');
    this.taskRole = new Role(this, 'TaskRole', { assumedBy });
    for (const statement of stepStatements(stores)) this.taskRole.addToPolicy(statement);
    this.executionRole = new Role(this, 'ExecutionRole', { assumedBy });
  }

  taskDefinition(id: string, { image, cpu, memoryMb, storageGb }: ContainerSettings): FargateTaskDefinition {
    const { stage, functionDefaults } = this.#platform;
    const definition = new FargateTaskDefinition(this, id, {
      family: functionNameOf(stage, `container-${id.toLowerCase()}`),
      cpu,
      memoryLimitMiB: memoryMb,
      taskRole: this.taskRole,
      executionRole: this.executionRole,
      runtimePlatform: {
        cpuArchitecture: functionDefaults.architecture === 'arm64' ? CpuArchitecture.ARM64 : CpuArchitecture.X86_64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
      ...(storageGb === undefined ? {} : { ephemeralStorageGiB: storageGb }),
    });
    // What the step is told comes with the task: a definition is read by everybody who may look at the account.
    definition.addContainer('step', {
      image: ContainerImage.fromRegistry(image),
      logging: LogDrivers.awsLogs({ logGroup: this.#log, streamPrefix: id }),
    });
    return definition;
  }

  /** What a machine's role needs for `ecs:runTask.sync`: https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html */
  runStatements(): readonly PolicyStatement[] {
    const { stage } = this.#platform;
    const arn = (resource: string, suffix: string) =>
      prefixedArn(this, 'ecs', resource, suffix, ArnFormat.SLASH_RESOURCE_NAME);
    const rule = 'StepFunctionsGetEventsForECSTaskRule';
    return [
      new PolicyStatement({
        actions: ['ecs:RunTask'],
        resources: [arn('task-definition', functionNameOf(stage, 'container-*'))],
        conditions: { ArnEquals: { 'ecs:cluster': this.cluster.attrArn } },
      }),
      new PolicyStatement({
        actions: ['ecs:StopTask', 'ecs:DescribeTasks'],
        resources: [arn('task', `${functionNameOf(stage, 'containers')}/*`)],
      }),
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.taskRole.roleArn, this.executionRole.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      }),
      new PolicyStatement({
        actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
        resources: [Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: rule })],
      }),
    ];
  }
}
