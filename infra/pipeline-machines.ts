import { ArnFormat, CfnDeletionPolicy, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachineVersion, DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { builtInHandlers } from '../platform/pipelines/built-in-handlers.ts';
import type { CompiledMachine, CompiledPipeline, FunctionPlaceholder } from '../statemachines/asl/compiled-pipeline.ts';
import { machinePlaceholder } from '../statemachines/asl/placeholders.ts';
import { assertNever } from '../statemachines/diagnostics/invariant.ts';
import { machineStatements } from './machine-permissions.ts';
import { functionNameOf, prefixedArn } from './names.ts';
import { deployedStepName, machineNameOf } from './pipeline-names.ts';
import type { PipelineSteps } from './pipeline-steps.ts';
import type { SlipwayPlatform } from './slipway-platform.ts';
import { withFile } from './with-file.ts';

export interface PipelineMachinesProps {
  readonly platform: SlipwayPlatform;
  readonly project: string;
  readonly slug: string;
  readonly compiled: CompiledPipeline;
  readonly steps: PipelineSteps;
}

/** What a placeholder of the ASL becomes, and the ARNs that permissions on it are about. */
interface Meaning {
  readonly substitution: string;
  readonly arns: readonly string[];
}

/** The state machines of a pipeline, the main one and those that it starts: each with a role of its own, a log and traces. */
export class PipelineMachines extends Construct {
  readonly main: StateMachine;
  /** Of the main machine, in this deployment. */
  readonly version: CfnStateMachineVersion;
  readonly #props: PipelineMachinesProps;
  /** Of the machines that were made. */
  readonly #versions = new Map<string, CfnStateMachineVersion>();

  constructor(scope: Construct, id: string, props: PipelineMachinesProps) {
    super(scope, id);
    this.#props = props;
    const [main, ...children] = props.compiled.machines;
    if (main === undefined) throw new Error('a compiled pipeline has a main machine');
    for (const child of children) this.#publish(child, this.#make(child));
    this.main = this.#make(main);
    this.version = this.#publish(main, this.main);
  }

  #make(machine: CompiledMachine): StateMachine {
    const { platform, project, slug, compiled } = this.#props;
    const { stage, stores, functionDefaults } = platform;
    const stateMachineName = machineNameOf(stage, slug, machine.name);
    const meanings = new Map(machine.functions.map((each) => [each.placeholder, this.#meaning(each)]));
    const executions = this.#executionArns(machine.name);
    const arns = new Map<string, readonly string[]>([
      ...[...meanings].map(([placeholder, meaning]) => [placeholder, meaning.arns] as const),
      ...compiled.machines.flatMap(({ name }) => {
        const placeholder = machinePlaceholder(name);
        return [
          [placeholder, this.#machineArns(name)] as const,
          [`Executions_${placeholder}`, this.#executionArns(name)] as const,
        ];
      }),
      ['Table', [stores.table.tableArn]],
      ['Machine', this.#machineArns(machine.name)],
      ['MachineExecutions', executions],
      ['Items', [stores.bucket.arnForObjects(`projects/${project}/runs/*/plan/*`)]],
    ]);
    const role = new Role(this, `${machine.name}-role`, {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      description: `Of the state machine ${stateMachineName} alone`,
    });
    for (const statement of machineStatements(machine, arns)) role.addToPolicy(statement);
    const settings = {
      stateMachineName,
      role,
      definitionSubstitutions: {
        Table: stores.table.tableName,
        ...Object.fromEntries([...meanings].map(([placeholder, { substitution }]) => [placeholder, substitution])),
      },
      logs: {
        destination: new LogGroup(this, `${machine.name}-log`, {
          // Names that begin so do not fill up the account's resource policy for logs.
          logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
          retention: functionDefaults.logRetention,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
      tracingEnabled: true,
    };
    // As a file asset: within a template a definition of 850 KB would leave no room for anything else.
    return withFile(
      'definition.asl.json',
      machine.asl,
      (path) => new StateMachine(this, machine.name, { ...settings, definitionBody: DefinitionBody.fromFile(path) }),
    );
  }

  /** Another revision is another version, and the one before stays: runs go on with it, and a deployment can be rolled back to it. */
  #publish({ name }: CompiledMachine, machine: StateMachine): CfnStateMachineVersion {
    const version = new CfnStateMachineVersion(this, `${name}-version`, {
      stateMachineArn: machine.stateMachineArn,
      stateMachineRevisionId: machine.stateMachineRevisionId,
    });
    version.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    // With its machine it goes all the same.
    version.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
    this.#versions.set(name, version);
    return version;
  }

  #meaning(placeholder: FunctionPlaceholder): Meaning {
    const { steps, platform, slug } = this.#props;
    switch (placeholder.kind) {
      case 'platform':
        return this.#platformFunction(placeholder.function);
      case 'handler': {
        const builtIn = builtInHandlers[placeholder.handler];
        if (builtIn !== undefined) return this.#platformFunction(builtIn);
        const version = steps.versions.get(placeholder.handler);
        if (version === undefined) throw new Error(`the handler "${placeholder.handler}" has no code`);
        // Executions that began with an earlier deployment call earlier versions, by this same role.
        return {
          substitution: version.functionArn,
          arns: [this.#functionArn(`${deployedStepName(platform.stage, slug, placeholder.handler)}:*`)],
        };
      }
      case 'machine': {
        const version = this.#versions.get(placeholder.machine);
        if (version === undefined) throw new Error(`the machine "${placeholder.machine}" is started before it is made`);
        return { substitution: version.ref, arns: this.#machineArns(placeholder.machine) };
      }
      case 'runner':
        throw new Error(`nothing runs "${placeholder.runs}" here yet`);
      default:
        return assertNever(placeholder);
    }
  }

  #platformFunction(name: string): Meaning {
    const functionName = functionNameOf(this.#props.platform.stage, name);
    return { substitution: functionName, arns: [this.#functionArn(functionName)] };
  }

  #functionArn(name: string): string {
    return prefixedArn(this, 'lambda', 'function', name, ArnFormat.COLON_RESOURCE_NAME);
  }

  /** Of the machine and of its versions. */
  #machineArns(machine: string): readonly string[] {
    const { platform, slug } = this.#props;
    const name = machineNameOf(platform.stage, slug, machine);
    return [name, `${name}:*`].map((suffix) =>
      prefixedArn(this, 'states', 'stateMachine', suffix, ArnFormat.COLON_RESOURCE_NAME),
    );
  }

  /** Of the machine itself, and of the Map Runs in it: `<machine>/<label>:<id>`. */
  #executionArns(machine: string): readonly string[] {
    const { platform, slug } = this.#props;
    const name = machineNameOf(platform.stage, slug, machine);
    return [`${name}:*`, `${name}/*:*`].map((suffix) =>
      prefixedArn(this, 'states', 'execution', suffix, ArnFormat.COLON_RESOURCE_NAME),
    );
  }
}
