import type { Located, SourceSpan } from '../diagnostics/source-span.ts';
import type {
  ActionDefinition,
  OnChildError,
  OnError,
  ParameterDefinition,
  ParameterScalar,
  ParameterValue,
  RetryDefinition,
  TaskType,
  StepWork,
  Compute,
  EnvironmentVariableDefinition,
} from '../definition/pipeline-definition.ts';

/**
 * One pipeline with everything resolved by name: steps merged with the nodes' overrides, sockets turned into typed edges.
 * Still without values of a run: those come with the plan.
 */
export interface PipelineGraph {
  readonly pipeline: string;
  readonly parameters: readonly GraphParameter[];
  /** In the file's order. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly sweep?: GraphSweep;
  /** Names of nodes that run whatever happened. */
  readonly finally: readonly string[];
  /** A run's deadline. */
  readonly timeoutSeconds: number;
  readonly statusMode: 'outcome' | 'argo';
  /** `reuse-executions`: its runs reuse results unless they are told not to. */
  readonly reuseExecutions?: true;
  readonly span: SourceSpan;
}

/** A parameter of the pipeline and the nodes' parameters that take its value. */
export interface GraphParameter {
  readonly name: string;
  readonly default?: Located<ParameterValue>;
  readonly targets: readonly { readonly node: string; readonly parameter: string }[];
  readonly span: SourceSpan;
}

/** The axes of a pipeline-level sweep, in the order written; trials are their product in that order. */
export interface GraphSweep {
  readonly axes: readonly {
    readonly parameter: string;
    readonly values: readonly ParameterScalar[];
    readonly span: SourceSpan;
  }[];
  readonly onChildError: OnChildError;
  /** Trials at work at the same time; 100 unless told. */
  readonly concurrency: number;
  /** Trials a Lambda call; 1 unless told. */
  readonly batchSize: number;
  /** For a table's best trial, at every node that the sweep repeats; from `optimization-target-metric`. */
  readonly targetMetric?: string;
  readonly span: SourceSpan;
}

interface GraphNodeFields {
  readonly name: string;
  readonly onError: OnError;
  readonly actions: readonly ActionDefinition[];
  readonly depends?: Located<string>;
  readonly when?: Located<string>;
  /** Axes that end here: `all`, those named, or none. */
  readonly gather: 'all' | readonly string[];
  /** The node whose nested pipeline it is in. */
  readonly within?: string;
  readonly span: SourceSpan;
}

/** What an execution or a sweep does: its step with the node's overrides merged in. */
export interface GraphStep {
  readonly name: string;
  readonly work: StepWork;
  readonly parameters: readonly ParameterDefinition[];
  readonly inputs: readonly GraphInput[];
  readonly environmentVariables: readonly EnvironmentVariableDefinition[];
  readonly compute?: Compute;
  readonly memoryMb?: number;
  readonly storageMb?: number;
  /** Of one attempt; 0 never appears: absent means the function's own limit. */
  readonly timeoutSeconds?: number;
  readonly retry?: RetryDefinition;
}

export interface GraphInput {
  readonly name: string;
  readonly default: readonly Located<string>[];
  readonly optional: boolean;
  readonly filename?: string;
  readonly keepDirectories: 'none' | 'full' | 'suffix';
  readonly download: 'always' | 'on-demand';
  readonly span: SourceSpan;
}

export type GraphNode =
  | (GraphNodeFields & {
      readonly kind: 'execution';
      readonly step: GraphStep;
      readonly edgeMergeMode: 'replace' | 'append';
    })
  | (GraphNodeFields & {
      readonly kind: 'sweep';
      readonly step: GraphStep;
      readonly edgeMergeMode: 'replace' | 'append';
      readonly trials: NodeSweep;
    })
  | (GraphNodeFields & {
      readonly kind: 'deployment';
      readonly deployment: string;
      readonly endpoints: readonly string[];
      readonly aliases: readonly string[];
    })
  | (GraphNodeFields & { readonly kind: 'approval'; readonly message: string; readonly timeoutSeconds?: number })
  | (GraphNodeFields & {
      readonly kind: 'pipeline';
      readonly pipeline: string;
      /** What it takes; nothing any more once the graph holds its nodes. */
      readonly parameters: readonly ParameterDefinition[];
      readonly inputs: readonly GraphInput[];
      readonly timeoutSeconds?: number;
      readonly statusMode?: 'outcome' | 'argo';
    });

export type GraphNodeKind = GraphNode['kind'];

/** A `task` node's own fan-out: each dimension's points, multiplied in the order written. A point assigns values to parameters. */
export interface NodeSweep {
  readonly search: TaskType;
  readonly dimensions: readonly (readonly Readonly<Record<string, ParameterValue>>[])[];
  readonly onChildError: OnChildError;
  readonly concurrency: number;
  readonly batchSize: number;
  readonly reuseChildren: boolean;
  /** Of a trial's metadata: where one meets it, the others stop. */
  readonly stopCondition?: Located<string>;
  /** For a table's best trial; from `optimization-target-metric`. */
  readonly targetMetric?: string;
}

/** What flows. Every edge is also an order: the target starts when the source has succeeded. */
export type GraphEdge = { readonly from: string; readonly to: string; readonly span: SourceSpan } & (
  | { readonly kind: 'output-input'; readonly output: string; readonly input: string }
  | { readonly kind: 'parameter-parameter'; readonly sourceParameter: string; readonly parameter: string }
  | { readonly kind: 'input-input'; readonly sourceInput: string; readonly input: string }
  | { readonly kind: 'metadata-parameter'; readonly metadata: string; readonly parameter: string }
  | { readonly kind: 'output-file'; readonly output: string; readonly endpoint: string; readonly file: string }
  | { readonly kind: 'dependency' }
);
