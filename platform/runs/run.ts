import type { OnChildError, ParameterValue } from '../../statemachines/definition/pipeline-definition.ts';
import type { DependsExpression } from '../../statemachines/graph/depends-expression.ts';
import type { Fate, NodeStatus, RunFate, RunStatus } from './statuses.ts';

/** One execution of a pipeline. Times are ISO 8601 in UTC. */
export interface Run {
  readonly project: string;
  /** ULID: sorts by the time of its start. */
  readonly runId: string;
  readonly pipeline: string;
  readonly definitionHash: string;
  readonly structureHash: string;
  readonly status: RunStatus;
  /** Raised by `retry`; names the state machine execution together with the run id, unless an earlier one is driven on. */
  readonly generation: number;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly inputs: Readonly<Record<string, readonly string[]>>;
  /** Nodes that it is for; absent: all. */
  readonly targets?: readonly string[];
  readonly nodes: readonly RunNode[];
  /** The state machine of an earlier generation is at work, driven on so many times; absent where it has one of its own. */
  readonly redrive?: { readonly generation: number; readonly count: number };
  /** Known before it exists: an execution's name follows from the run. */
  readonly stateMachineExecutionArn?: string;
  readonly createdAt: string;
  readonly finishedAt?: string;
  /** Why it failed or stopped, in words. */
  readonly reason?: string;
  /** Which rule gives it its status; absent means by the outcome. */
  readonly statusMode?: 'argo';
  /** It takes from another run what does not come behind a node. */
  readonly rerunOf?: RerunOrigin;
  /** Executions whose cache key has succeeded before are not run. */
  readonly reuse?: boolean;
  /** An action of a node ended it: recorded before the machine fails by it. */
  readonly halt?: RunHalt;
  /** What it came to without the nodes of `finally`, recorded before they begin. */
  readonly outcome?: RunOutcome;
}

export interface RerunOrigin {
  readonly runId: string;
  /** The first node that is run anew. */
  readonly from: string;
}

export interface RunHalt {
  readonly status: 'stopped' | 'failed';
  readonly reason: string;
}

export interface RunOutcome {
  readonly status: RunFate;
  readonly reason?: string;
}

/** What the run item keeps of a node: what it is, and its fate once the finisher has written it. */
export interface RunNode {
  readonly node: string;
  readonly kind: 'execution' | 'sweep' | 'deployment' | 'approval' | 'pipeline';
  readonly step: string;
  /** Ids and lengths of the axes that it runs over, outer first; empty: one execution. A length that the run itself finds is absent. */
  readonly axes: readonly { readonly axis: string; readonly size?: number; readonly onChildError: OnChildError }[];
  readonly after: readonly string[];
  readonly targetMetric?: string;
  /** Whether it runs, by the fates of others; absent where all that `after` names must have succeeded. */
  readonly condition?: DependsExpression;
  /** As written in the definition, for reasons. */
  readonly depends?: string;
  readonly when?: string;
  /** Of one of its trials, at which the others stop. */
  readonly stopCondition?: string;
  /** An action of it may ask a person, who is then waited for although it has not begun, or has ended. */
  readonly asks?: true;
  /** Its failure is forgiven, and those behind it run. */
  readonly continues?: true;
  readonly finally?: true;
  /** The node whose nested pipeline it is in. */
  readonly within?: string;
  /** Of a nested pipeline: which rule gives it its fate. */
  readonly statusMode?: 'argo';
  readonly fate?: Fate;
  readonly reason?: string;
  /** How its executions ended, written with the fate, so that a finished run is read with one item. */
  readonly summary?: NodeSummary;
}

interface NodeSummary {
  /** How many executions it had, where its axes do not say. */
  readonly total?: number;
  readonly counts: Readonly<Partial<Record<NodeStatus, number>>>;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly best?: BestExecution;
  readonly reused?: ReusedExecutions;
}

/** Executions of a node that were not run, and the runs that had made their results. */
export interface ReusedExecutions {
  readonly executions: number;
  readonly runs: readonly string[];
}

/** The execution whose latest value of the node's target metric is the best one. */
export interface BestExecution {
  readonly metric: string;
  readonly value: number;
  readonly executionId: string;
}

/** One node at work; each trial of a sweep is one too. `executionId` is `<node>` or `<node>.<i>.<j>`, unique in its run. */
export interface Execution {
  readonly project: string;
  readonly runId: string;
  readonly node: string;
  readonly executionId: string;
  readonly trial: readonly number[];
  readonly status: NodeStatus;
  readonly generation: number;
  /** Of the attempt that wrote last: `<redrive count>.<retry count>`. */
  readonly attempt: string;
  /** Outcome of that attempt; a failed attempt is not yet a failed execution. */
  readonly attemptOutcome?: AttemptOutcome;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Latest value of each metadata key. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, readonly ArtifactReference[]>>;
  readonly outputs: readonly ArtifactReference[];
  /** By which its result is known again; only of one that succeeded. */
  readonly cacheKey?: string;
  /** Whose outputs and metadata these are: it was not run itself. */
  readonly reusedFrom?: ExecutionReference;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly reason?: string;
}

export type AttemptOutcome =
  | { readonly kind: 'succeeded' }
  /** `failed`: the step's own fault; `errored`: its input's or the platform's. */
  | { readonly kind: 'failed' | 'errored' | 'stopped'; readonly error: string; readonly message: string };

/** One execution of a run, as lineage names it. */
export interface ExecutionReference {
  readonly runId: string;
  readonly node: string;
  readonly executionId: string;
}

/** A file that an execution wrote or read. */
export interface ArtifactReference {
  readonly artifactId: string;
  /** Relative path below the outputs folder, `/` between parts. */
  readonly path: string;
  readonly uri: string;
  readonly size: number;
  readonly sha256: string;
  readonly mediaType: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** The execution that made these results: itself, or the one that it was reused from. */
export function originOf({ reusedFrom, runId, node, executionId }: Execution): ExecutionReference {
  return reusedFrom ?? { runId, node, executionId };
}

/** `<node>` or `<node>.<i>.<j>`. */
export function executionIdOf(node: string, trial: readonly number[]): string {
  return [node, ...trial].join('.');
}
