import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Located, SourceSpan } from '../diagnostics/source-span.ts';

/** A value that a parameter may take, as in valohai.yaml: a scalar, or a list of scalars where `multiple` is set. */
export type ParameterScalar = string | number | boolean;
export type ParameterValue = ParameterScalar | null | readonly ParameterScalar[];

/**
 * What a definition file says, in the file's own order, every value with its place. The product of every dialect:
 * what the dialect's format does not know stays at the format's default.
 */
export interface PipelineDefinition {
  readonly format: 'valohai';
  readonly file: string;
  readonly steps: readonly StepDefinition[];
  readonly tasks: readonly TaskDefinition[];
  readonly pipelines: readonly PipelineBlueprint[];
  readonly deployments: readonly DeploymentDefinition[];
  readonly endpoints: readonly EndpointDefinition[];
}

/** What could be understood of a file, and what is wrong with the rest. */
export interface PartialDefinition {
  readonly definition: PipelineDefinition;
  /** Of each pipeline by name: what is missing is not to be held against it. */
  readonly completeness: ReadonlyMap<string, PipelineCompleteness>;
  readonly diagnostics: readonly Diagnostic[];
}

/** `without-some-steps`: its nodes and edges are all there, what some nodes do is not; `in-part`: nodes or edges are missing. */
export type PipelineCompleteness = 'whole' | 'without-some-steps' | 'in-part';

export interface StepDefinition {
  readonly name: Located<string>;
  readonly work: StepWork;
  readonly parameters: readonly ParameterDefinition[];
  readonly inputs: readonly InputDefinition[];
  readonly outputs: readonly OutputDefinition[];
  readonly environmentVariables: readonly EnvironmentVariableDefinition[];
  readonly environmentVariableGroups: readonly Located<string>[];
  readonly environment?: Located<string>;
  readonly runtimeConfigPreset?: Located<string>;
  readonly mounts: readonly MountDefinition[];
  readonly cacheVolumes: readonly Located<string>[];
  readonly timeLimitSeconds?: Located<number>;
  readonly noOutputTimeoutSeconds?: Located<number>;
  /** An expression over metadata in Valohai's language; checked for syntax. */
  readonly stopCondition?: Located<string>;
  readonly sourcePath?: Located<string>;
  readonly uploadStore?: Located<string>;
  readonly resources?: ResourcesDefinition;
  readonly category?: Located<string>;
  readonly icon?: Located<string>;
  readonly description?: Located<string>;
  /** Slipway's own: where the step runs; absent means Slipway chooses. */
  readonly compute?: Located<Compute>;
  /** Slipway's own: MiB of memory and of /tmp. */
  readonly memoryMb?: Located<number>;
  readonly storageMb?: Located<number>;
  /** Slipway's own `timeout`, of one attempt. */
  readonly timeoutSeconds?: Located<number>;
  readonly retry?: RetryDefinition;
  readonly span: SourceSpan;
}

export type Compute = 'lambda' | 'fargate' | 'batch';

export type StepWork = HandlerWork | CommandWork;

/** A TypeScript or JavaScript function, `path#export`; `slipway/train#default` and its like are built in. */
export interface HandlerWork {
  readonly kind: 'handler';
  readonly handler: Located<string>;
}

export interface CommandWork {
  readonly kind: 'command';
  readonly image: Located<string>;
  readonly command: readonly Located<string>[];
}

export interface RetryDefinition {
  readonly attempts: Located<number>;
  readonly intervalSeconds?: Located<number>;
  readonly backoffRate?: Located<number>;
  readonly maxDelaySeconds?: Located<number>;
  readonly span: SourceSpan;
}

export type ParameterType = 'string' | 'integer' | 'float' | 'flag';

export interface ParameterDefinition {
  readonly name: Located<string>;
  readonly type: ParameterType;
  readonly optional: boolean;
  readonly default?: Located<ParameterValue>;
  readonly min?: Located<number>;
  readonly max?: Located<number>;
  readonly choices?: readonly Located<ParameterScalar>[];
  readonly multiple: 'none' | 'repeat' | 'separate';
  readonly multipleSeparator: string;
  readonly passAs?: Located<string>;
  readonly passTrueAs?: Located<string>;
  readonly passFalseAs?: Located<string>;
  readonly widget?: { readonly type: string; readonly settings?: unknown };
  readonly category?: Located<string>;
  readonly description?: Located<string>;
  readonly span: SourceSpan;
}

export interface InputDefinition {
  readonly name: Located<string>;
  /** URIs, or paths beside the definition file; `{parameter:NAME}` is filled at the node's start. */
  readonly default: readonly Located<string>[];
  readonly optional: boolean;
  readonly filename?: Located<string>;
  readonly keepDirectories: 'none' | 'full' | 'suffix';
  readonly download: 'always' | 'on-demand';
  readonly description?: Located<string>;
  readonly span: SourceSpan;
}

export interface OutputDefinition {
  readonly name: Located<string>;
  readonly description?: Located<string>;
}

export interface EnvironmentVariableDefinition {
  readonly name: Located<string>;
  readonly default?: Located<string>;
  readonly optional: boolean;
  readonly description?: Located<string>;
}

export interface MountDefinition {
  readonly destination: Located<string>;
  readonly source: Located<string>;
  readonly readonly: boolean;
  readonly type?: Located<string>;
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface ResourcesDefinition {
  readonly cpu?: { readonly min?: Located<number>; readonly max?: Located<number> };
  readonly memory?: { readonly min?: Located<number>; readonly max?: Located<number> };
  readonly devices?: Readonly<Record<string, number>>;
  readonly span: SourceSpan;
}

export type TaskType = 'grid_search' | 'random_search' | 'manual_search' | 'bayesian_tpe' | 'distributed';
export type OnChildError = 'continue-and-complete' | 'continue-and-error' | 'stop-all-and-error';

/** valohai.yaml's `task`: the blueprint of a sweep over one step's parameters. */
export interface TaskDefinition {
  readonly name: Located<string>;
  readonly step: Located<string>;
  readonly type: TaskType;
  readonly parameters: readonly VariantParameter[];
  /** For manual search: one object a trial. */
  readonly parameterSets: readonly Located<Readonly<Record<string, ParameterValue>>>[];
  readonly engine?: Located<string>;
  readonly executionCount?: Located<number>;
  readonly executionBatchSize?: Located<number>;
  readonly maximumQueuedExecutions?: Located<number>;
  readonly optimizationTargetMetric?: Located<string>;
  readonly optimizationTargetValue?: Located<number>;
  readonly onChildError: OnChildError;
  readonly reuseChildren: boolean;
  readonly stopCondition?: Located<string>;
  readonly description?: Located<string>;
  readonly span: SourceSpan;
}

/** One parameter of a sweep, by the style in which its values are given. */
export type VariantParameter =
  | {
      readonly style: 'single';
      readonly name: Located<string>;
      readonly value: Located<ParameterValue>;
      readonly span: SourceSpan;
    }
  | {
      readonly style: 'multiple';
      readonly name: Located<string>;
      readonly items: readonly Located<ParameterScalar>[];
      readonly span: SourceSpan;
    }
  | {
      readonly style: 'linear';
      readonly name: Located<string>;
      readonly start: number;
      readonly end: number;
      readonly step: number;
      readonly integerify: boolean;
      readonly span: SourceSpan;
    }
  | {
      readonly style: 'logspace';
      readonly name: Located<string>;
      readonly start: number;
      readonly end: number;
      readonly count: number;
      readonly base: number;
      readonly integerify: boolean;
      readonly span: SourceSpan;
    }
  | {
      readonly style: 'random';
      readonly name: Located<string>;
      readonly min: number;
      readonly max: number;
      readonly count?: number;
      readonly distribution: 'uniform' | 'loguniform' | 'normal' | 'integer';
      readonly seed: number;
      readonly integerify: boolean;
      readonly span: SourceSpan;
    };

export interface PipelineBlueprint {
  readonly name: Located<string>;
  readonly nodes: readonly NodeDefinition[];
  readonly edges: readonly EdgeDefinition[];
  readonly parameters: readonly PipelineParameterDefinition[];
  readonly reuseExecutions: boolean;
  /** Slipway's own: a matrix over pipeline parameters; the product in the order written. */
  readonly sweep?: SweepDefinition;
  readonly schedules: readonly ScheduleDefinition[];
  /** Slipway's own: the names of nodes that run whatever happened. */
  readonly finally: readonly Located<string>[];
  readonly timeoutSeconds?: Located<number>;
  readonly statusMode: 'outcome' | 'argo';
  readonly span: SourceSpan;
}

export interface SweepDefinition {
  readonly axes: readonly SweepAxisDefinition[];
  readonly onChildError: OnChildError;
  readonly maximumQueuedExecutions?: Located<number>;
  /** Trials a Lambda call, for cheap trials; absent means one. */
  readonly executionBatchSize?: Located<number>;
  /** The metadata key by which the trials of every swept node are compared. */
  readonly optimizationTargetMetric?: Located<string>;
  readonly span: SourceSpan;
}

/** One axis: a pipeline parameter and the values it takes. */
export interface SweepAxisDefinition {
  readonly parameter: Located<string>;
  readonly values: readonly Located<ParameterScalar>[];
  readonly span: SourceSpan;
}

export interface ScheduleDefinition {
  readonly expression: Located<string>;
  readonly timezone?: Located<string>;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly span: SourceSpan;
}

export type OnError = 'stop-all' | 'stop-next' | 'continue' | 'retry';

interface NodeFields {
  readonly name: Located<string>;
  readonly onError: OnError;
  readonly actions: readonly ActionDefinition[];
  /** Slipway's own: a boolean expression over node results, in Argo's `depends` grammar. */
  readonly depends?: Located<string>;
  readonly when?: Located<string>;
  /** Slipway's own: `true` gathers every axis, a list those named. */
  readonly gather?: Located<true | readonly string[]>;
  readonly span: SourceSpan;
}

export interface StepNodeFields extends NodeFields {
  readonly override?: OverrideDefinition;
  readonly edgeMergeMode: 'replace' | 'append';
  readonly commit?: Located<string>;
}

export type NodeDefinition =
  | (StepNodeFields & { readonly kind: 'execution'; readonly step: Located<string> })
  | (StepNodeFields & { readonly kind: 'sweep'; readonly step?: Located<string>; readonly task?: Located<string> })
  | (NodeFields & {
      readonly kind: 'deployment';
      readonly deployment: Located<string>;
      readonly endpoints: readonly Located<string>[];
      readonly aliases: readonly Located<string>[];
    })
  | (NodeFields & {
      readonly kind: 'approval';
      readonly message?: Located<string>;
      readonly timeoutSeconds?: Located<number>;
    })
  | (NodeFields & { readonly kind: 'pipeline'; readonly pipeline: Located<string> });

export interface OverrideDefinition {
  readonly image?: Located<string>;
  readonly command?: readonly Located<string>[];
  readonly environment?: Located<string>;
  readonly runtimeConfigPreset?: Located<string>;
  readonly parameters: readonly ParameterOverride[];
  readonly inputs: readonly InputOverride[];
  readonly mounts: readonly MountDefinition[];
  readonly environmentVariables: readonly EnvironmentVariableDefinition[];
  readonly span: SourceSpan;
}

/** Merged by name with the step's parameter; an override without `default` clears the default. */
export interface ParameterOverride {
  readonly name: Located<string>;
  readonly default?: Located<ParameterValue>;
  readonly span: SourceSpan;
}

export interface InputOverride {
  readonly name: Located<string>;
  readonly default: readonly Located<string>[];
  readonly span: SourceSpan;
}

export interface ActionDefinition {
  readonly when: readonly Located<string>[];
  readonly if: readonly Located<string>[];
  readonly then: readonly Located<string>[];
  readonly span: SourceSpan;
}

export type SocketType =
  'dependency' | 'deployment' | 'environment-variable' | 'file' | 'input' | 'metadata' | 'output' | 'parameter';

/** One end of an edge: `node.type.key`, split on the first two dots. */
export interface SocketDefinition {
  readonly node: Located<string>;
  readonly type: SocketType;
  readonly key: string;
  readonly span: SourceSpan;
}

export interface EdgeDefinition {
  readonly source: SocketDefinition;
  readonly target: SocketDefinition;
  readonly configuration?: Readonly<Record<string, unknown>>;
  readonly span: SourceSpan;
}

export interface PipelineParameterDefinition {
  readonly name: Located<string>;
  readonly default?: Located<ParameterValue>;
  readonly targets: readonly Located<string>[];
  readonly category?: Located<string>;
  readonly description?: Located<string>;
  readonly span: SourceSpan;
}

export interface DeploymentDefinition {
  readonly name: Located<string>;
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly span: SourceSpan;
}

export interface EndpointDefinition {
  readonly name: Located<string>;
  readonly image: Located<string>;
  readonly serve: { readonly kind: 'server-command' | 'wsgi'; readonly command: Located<string> };
  readonly port?: Located<number>;
  readonly files: readonly {
    readonly name: Located<string>;
    readonly path: Located<string>;
    readonly description?: Located<string>;
  }[];
  readonly nodeSelector?: Located<string>;
  readonly resources?: ResourcesDefinition;
  /** Kubernetes' tolerations, as written. */
  readonly tolerations: readonly Readonly<Record<string, string>>[];
  readonly description?: Located<string>;
  readonly span: SourceSpan;
}
