import type { OnChildError, ParameterType, ParameterValue } from '../definition/pipeline-definition.ts';
import type { DependsExpression } from '../graph/depends-expression.ts';

/**
 * A graph with the values of a run: what runs, in which nesting, how often, with what. The ASL is made from `structure`;
 * a step's runtime gets one `NodePlan`.
 */
export interface ExecutionPlan {
  readonly pipeline: string;
  /** Version of the pipeline: hash of the normalised definition. */
  readonly definitionHash: string;
  readonly axes: readonly PlannedAxis[];
  /** In topological order, ties in the file's order. */
  readonly nodes: readonly NodePlan[];
  readonly structure: PlanBlock;
  /** What runs behind `structure`, whatever happened in it; absent where nothing does. */
  readonly finally?: PlanBlock;
  /** Which rule gives the run its status; absent means by the outcome. */
  readonly statusMode?: 'argo';
  /** A run reuses results unless it is told not to. */
  readonly reuseExecutions?: true;
  /** A run's deadline. */
  readonly timeoutSeconds: number;
  /** Barriers where axes that do not nest meet, or where a Distributed Map needs a producer from outside; each named. */
  readonly barriers: readonly PlannedBarrier[];
  /** Edges that the nesting does not hold, each joined by a signal and a wait. */
  readonly rendezvous: readonly PlannedRendezvous[];
  /** What compiles but cannot run in this version, for `checkRunnable`; empty for most plans. */
  readonly obstacles: readonly PlannedObstacle[];
}

/** Something that this version cannot carry out, at a node or (without `node`) in the pipeline as a whole. */
export interface PlannedObstacle {
  readonly kind: 'command' | 'compute' | 'node-kind' | 'search';
  readonly node?: string;
  /** What it is, in the definition's words: `"on-error: continue"`. */
  readonly what: string;
}

/** One dimension of a fan-out. Duplicate points are removed: no trial runs twice. */
export interface PlannedAxis {
  /** A pipeline parameter's name, or `<node>` for a node's own sweep. */
  readonly id: string;
  readonly origin: 'pipeline' | 'node';
  /** Point `i` assigns these values to pipeline parameters (origin `pipeline`) or to the node's parameters (origin `node`). */
  readonly points: readonly Readonly<Record<string, ParameterValue>>[];
  /**
   * Of a node's own axis: its trials are the product of `points` and these, which are known when the node's turn comes.
   * A search that chooses each batch of trials from the results before (Bayesian) takes the same way: the points of a
   * batch are written as those of lists are, where the Map over them and the steps find them, again and again.
   */
  readonly lists?: readonly PlannedList[];
  readonly onChildError: OnChildError;
  readonly concurrency: number;
  readonly batchSize: number;
}

/** A list that a producer printed as metadata: each item is a value of the parameter, as in Valohai. */
export interface PlannedList {
  readonly parameter: string;
  readonly producer: ProducerReference;
  readonly key: string;
}

export interface PlannedBarrier {
  readonly axis: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly reason: string;
}

export interface PlannedRendezvous {
  readonly producer: string;
  readonly waiter: string;
  readonly reason: string;
}

/** Series, parallel and maps, nested; the leaves are nodes. Rendezvous stand where an edge is left outside of the nesting. */
export type PlanBlock =
  | { readonly kind: 'node'; readonly node: string }
  | { readonly kind: 'series'; readonly blocks: readonly PlanBlock[] }
  | { readonly kind: 'parallel'; readonly blocks: readonly PlanBlock[] }
  | { readonly kind: 'map'; readonly axis: string; readonly mode: 'inline' | 'distributed'; readonly body: PlanBlock }
  /** An execution of its own, started and awaited where it stands: a nested pipeline (`node`), or a part that did not fit. */
  | { readonly kind: 'child'; readonly name: string; readonly body: PlanBlock; readonly node?: string }
  | SignalBlock
  | WaitBlock;

/**
 * Tells everybody who waits in a group that the producer has ended. One item of the table a producer, group and iteration,
 * one attribute a waiter.
 */
export interface SignalBlock {
  readonly kind: 'signal';
  readonly producer: string;
  /** From 0, among the producer's. */
  readonly group: number;
  /** Axes of the Inline Maps that the waiters stand in and the producer does not, outer first; then a group has one waiter. */
  readonly over: readonly string[];
  /** How many wait in the group; of those inside of Maps, in one iteration. */
  readonly waiters: number;
}

/** Goes on when the producer has ended, whoever of the two comes first. */
export interface WaitBlock {
  readonly kind: 'wait';
  readonly producer: string;
  readonly group: number;
  readonly over: readonly string[];
  readonly waiter: string;
}

/**
 * Everything that one node's executions need, stored as an S3 object of its own. The trial of an execution is the list of
 * indices into `axes`, outer first; values of a trial are found from it, so the plan does not grow with the product.
 */
export interface NodePlan {
  readonly node: string;
  readonly kind: 'execution' | 'sweep' | 'approval' | 'pipeline' | 'deployment';
  readonly step: string;
  readonly work: NodeWork;
  /**
   * Axes that this node runs over, in the order of the product (as the sweep was written, the node's own last), which
   * the nesting of the Maps need not follow. Each carries its points, since a step never loads the whole plan.
   */
  readonly axes: readonly PlannedAxis[];
  readonly parameters: readonly ParameterPlan[];
  readonly inputs: readonly InputPlan[];
  readonly environmentVariables: Readonly<Record<string, string>>;
  readonly memoryMb?: number;
  readonly storageMb?: number;
  /** Of one attempt. */
  readonly timeoutSeconds: number;
  /** `attempts`: how often a failed attempt is repeated. */
  readonly retry?: {
    readonly attempts: number;
    readonly intervalSeconds: number;
    readonly backoffRate: number;
    readonly maxDelaySeconds?: number;
  };
  readonly targetMetric?: string;
  /** The trials of the node's own sweep reuse results unless the run is told not to. */
  readonly reuseChildren?: true;
  /** Of one trial: where it is true, the other trials of the node's own sweep stop, and the sweep has succeeded. */
  readonly stopCondition?: PlannedCondition;
  /** The node whose nested pipeline it is in. */
  readonly within?: string;
  /** Of a nested pipeline: which rule gives it its fate; absent means by the outcome. */
  readonly statusMode?: 'argo';
  /** What a person who is to approve is told. */
  readonly message?: string;
  /** Names of the nodes whose turn comes before, directly. */
  readonly after: readonly string[];
  /** Runs whatever happened in the rest of the pipeline. */
  readonly finally?: true;
  /** Whether the node runs, by the fates of others; absent where it runs when all that `after` names have succeeded. */
  readonly condition?: DependsExpression;
  /** The condition as written, for reasons. */
  readonly depends?: string;
  /** `on-error: continue`: those behind run, and the run is none the worse. */
  readonly continues?: true;
  readonly rules?: NodeRules;
}

/** What the machine does about a node beyond running it; absent where it runs, and its failure ends the run. */
export interface NodeRules {
  /** Asked before the node; absent where it is certain to hold whenever the node's turn comes. */
  readonly guard?: NodeGuard;
  /** False: the node is skipped. */
  readonly when?: PlannedCondition;
  /** Its trials come of lists that are read before it starts; of an empty one there are none, and it is skipped. */
  readonly fansOut?: true;
  readonly actions?: readonly PlannedAction[];
  /** `caught`: the run goes on; `ends-sweep`: so does the iteration of its sweep, whose end fails the run. */
  readonly failure: 'ends-run' | 'ends-sweep' | 'caught';
}

export type NodeGuard =
  /** By the fates that the state data carries; what is certain is left out. */
  | { readonly kind: 'fates'; readonly condition: DependsExpression }
  /** By what is recorded of executions, where the state data cannot carry them. */
  | { readonly kind: 'records'; readonly producers: readonly ProducerReference[] };

/** An expression in Valohai's language, with where its names come from: of several places the first that has a value. */
export interface PlannedCondition {
  readonly text: string;
  readonly names: Readonly<Record<string, readonly ConditionSource[]>>;
}

export type ConditionSource =
  | ParameterSource
  /** Of the node's own executions. */
  | { readonly kind: 'own-metadata'; readonly key: string }
  | { readonly kind: 'own-parameter'; readonly parameter: string }
  /** A fate, as one word. */
  | { readonly kind: 'status'; readonly producer: ProducerReference }
  /** Of the run, as its nodes of `finally` see it. */
  | { readonly kind: 'run'; readonly key: 'status' | 'failed-nodes' };

export interface PlannedAction {
  readonly moment: 'starting' | 'complete' | 'error';
  /** All must be true. */
  readonly if: readonly PlannedCondition[];
  readonly then: readonly ('stop-pipeline' | 'error-pipeline' | 'require-approval')[];
}

export type NodeWork =
  | { readonly kind: 'handler'; readonly handler: string }
  | { readonly kind: 'command'; readonly image: string; readonly command: readonly string[] }
  | { readonly kind: 'none' };

export interface ParameterPlan {
  readonly name: string;
  readonly type: ParameterType;
  readonly multiple: boolean;
  /** A parameter that is not optional and has the value null cannot be run with. */
  readonly optional: boolean;
  readonly source: ParameterSource;
  /** What it is without its edge, where the edge's source has no turn. */
  readonly fallback?: ParameterSource;
}

/** Where a parameter's value comes from when the execution starts; values are cast to the declared type then. */
export type ParameterSource =
  | { readonly kind: 'value'; readonly value: ParameterValue }
  /** `axes[axis].points[trial[axis]][key]`. */
  | { readonly kind: 'axis'; readonly axis: string; readonly key: string }
  /** Latest metadata value that the producer printed; a list in trial order where axes end in between. */
  | { readonly kind: 'metadata'; readonly producer: ProducerReference; readonly key: string }
  /** The value that the producer's execution itself had. */
  | { readonly kind: 'parameter'; readonly producer: ProducerReference; readonly parameter: string };

export interface InputPlan {
  readonly name: string;
  readonly optional: boolean;
  readonly filename?: string;
  readonly keepDirectories: 'none' | 'full' | 'suffix';
  readonly download: 'always' | 'on-demand';
  /** Files in this order. */
  readonly sources: readonly InputSource[];
}

export type InputSource =
  /** `s3://`, `https://`, `datum://`, `dataset://`; `{parameter:NAME}` is filled at the start. */
  | { readonly kind: 'uri'; readonly uri: string }
  /** Outputs whose relative path (or, for a pattern without `/`, base name) matches the glob. */
  | { readonly kind: 'output'; readonly producer: ProducerReference; readonly pattern: string }
  /** The files that the producer's execution received. */
  | { readonly kind: 'input'; readonly producer: ProducerReference; readonly input: string };

/**
 * The executions of another node that a trial of this node reads: the producer's axes, outer first, each either at this
 * trial's own index (`axis` is among this node's axes) or over all its points (gathered), in trial order.
 */
export interface ProducerReference {
  readonly node: string;
  readonly axes: readonly ReferencedAxis[];
}

interface ReferencedAxis {
  readonly axis: string;
  /** Absent: known only while the run is at work. */
  readonly size?: number;
  readonly gathered: boolean;
}
