import type { ParameterValue } from '../../statemachines/definition/pipeline-definition.ts';
import type { ArtifactReference, AttemptOutcome, Execution, ExecutionReference, ReusedExecutions } from './run.ts';
import type { Fate } from './statuses.ts';

/** Names one attempt; ordered by generation, then redrive count, then retry count. */
export interface AttemptKey {
  readonly project: string;
  readonly runId: string;
  readonly generation: number;
  readonly node: string;
  readonly trial: readonly number[];
  readonly attempt: string;
}

/** `redriveCount`: how often the machine had been driven on, of whoever may come late; what begins after that keeps its turn. */
export type FateKey = Omit<AttemptKey, 'attempt'> & { readonly redriveCount?: number };

export type BeginAnswer =
  /** This attempt is to run. */
  | { readonly kind: 'begun' }
  /** The execution has succeeded before: its result stands, whatever this delivery's number. */
  | { readonly kind: 'already-succeeded'; readonly execution: Execution }
  /** A later attempt, or a fate, stands: this delivery is late and must change nothing. */
  | { readonly kind: 'superseded'; readonly execution: Execution };

export interface AttemptResult {
  readonly outcome: AttemptOutcome;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly outputs: readonly ArtifactReference[];
  readonly inputs: Readonly<Record<string, readonly ArtifactReference[]>>;
  readonly finishedAt: string;
  /** Of one that succeeded. */
  readonly cacheKey?: string;
  /** It was not run: the result is another execution's. */
  readonly reusedFrom?: ExecutionReference;
}

/**
 * Executions by conditional single-item updates. Trials of a large sweep are spread over partitions.
 * A success is final; every write is fenced by the attempt's order.
 */
export interface ExecutionStore {
  /** `status`: running, unless it begins by waiting for a person. */
  begin(
    key: AttemptKey,
    parameters: Readonly<Record<string, ParameterValue>>,
    startedAt: string,
    status?: 'running' | 'waiting-approval',
  ): Promise<BeginAnswer>;
  /** Latest metadata while the attempt runs. False: the attempt is no longer the current one. */
  recordProgress(key: AttemptKey, metadata: Readonly<Record<string, unknown>>): Promise<boolean>;
  /** Records the attempt's outcome, and the execution's success. False: fenced off. */
  finishAttempt(key: AttemptKey, result: AttemptResult): Promise<boolean>;
  /** Writes a fate where none stands; creates the item when the execution never began. False: a fate stood already. */
  setFate(key: FateKey, fate: Exclude<Fate, 'succeeded'>, reason: string, at: string): Promise<boolean>;
  /** Removes what is recorded of a node's executions that did not succeed, and of these successes, for a retry of its run. */
  forget(
    project: string,
    runId: string,
    node: string,
    which: {
      readonly successes: (trial: readonly number[]) => boolean;
      readonly axisSizes?: readonly number[] | undefined;
    },
  ): Promise<void>;
  get(project: string, runId: string, node: string, trial: readonly number[]): Promise<Execution | undefined>;
  /** All executions of a node that exist, in trial order. The sizes of the node's axes, where known, save queries. */
  list(project: string, runId: string, node: string, axisSizes?: readonly number[]): AsyncIterable<Execution>;
  /** How many of a node's executions have each status: `count` of the statuses alone, without reading whole items' outputs. */
  summarise(project: string, runId: string, node: string, axisSizes?: readonly number[]): Promise<ExecutionSummary>;
}

export interface ExecutionSummary {
  readonly counts: Readonly<Partial<Record<Execution['status'], number>>>;
  /** Executions that run again after a failed attempt, or whose fate is not yet written. */
  readonly failedAttempts: number;
  readonly firstStartedAt?: string;
  readonly lastFinishedAt?: string;
  readonly reused?: ReusedExecutions;
}
