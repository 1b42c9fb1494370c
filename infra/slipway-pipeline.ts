import { CfnOutput } from 'aws-cdk-lib';
import { CfnStateMachineAlias, type CfnStateMachineVersion, type StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { compileDefinition } from './compile-definition.ts';
import { PipelineMachines } from './pipeline-machines.ts';
import { recordPipeline } from './record-pipeline.ts';
import { pipelineSlug } from './pipeline-names.ts';
import { PipelineSteps } from './pipeline-steps.ts';
import type { SlipwayPlatform } from './slipway-platform.ts';

export interface SlipwayPipelineProps {
  /** Path of the definition file, such as `valohai.yaml`, from the current folder. */
  readonly definition: string;
  /** Which of the file's pipelines; may be absent when it holds one. */
  readonly pipeline?: string;
  /** `default` unless told. */
  readonly project?: string;
  readonly platform: SlipwayPlatform;
}

/**
 * A pipeline deployed with the code of its steps: its state machine with a version a deployment and the alias `live`, a function
 * for each `handler:` of a step. Whatever is wrong with the definition is said when it is synthesised.
 */
export class SlipwayPipeline extends Construct {
  readonly stateMachine: StateMachine;
  readonly version: CfnStateMachineVersion;
  readonly alias: CfnStateMachineAlias;

  constructor(scope: Construct, id: string, props: SlipwayPipelineProps) {
    super(scope, id);
    const { platform, project = 'default' } = props;
    const definition = compileDefinition(props.definition, props.pipeline);
    const { compiled, code } = definition;
    const slug = pipelineSlug(project, compiled.pipeline);
    const { plan } = compiled;
    const steps = new PipelineSteps(this, 'Steps', { platform, slug, plan, code });
    const machines = new PipelineMachines(this, 'Machines', { platform, project, slug, compiled, steps });
    this.stateMachine = machines.main;
    this.version = machines.version;
    this.alias = new CfnStateMachineAlias(this, 'Live', {
      name: 'live',
      deploymentPreference: { stateMachineVersionArn: this.version.ref, type: 'ALL_AT_ONCE' },
    });
    recordPipeline(this, { platform, project, slug, definition, steps, version: this.version });
    new CfnOutput(this, 'StateMachineVersion', { value: this.version.ref });
  }
}
