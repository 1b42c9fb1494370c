import type { Page, PageRequest } from '../paging/page.ts';
import type { Run, RunHalt, RunNode, RunOutcome } from './run.ts';
import type { RunFate, RunStatus } from './statuses.ts';

export interface RunKey {
  readonly project: string;
  readonly runId: string;
}

export interface RunFilter {
  readonly pipeline?: string;
  readonly status?: RunStatus;
}

/** What the finisher writes at once: the run's fate and every node's. */
interface RunEnding {
  readonly status: RunFate;
  readonly nodes: readonly RunNode[];
  readonly finishedAt: string;
  readonly reason?: string;
}

/** What a retry begins with; why the run had ended is forgotten. */
export interface RunRetry extends Pick<Run, 'nodes' | 'structureHash' | 'redrive'> {
  readonly stateMachineExecutionArn: string;
  readonly at: string;
}

/** A run that has no fate yet, as the reconciler finds it. */
export interface OpenRun extends RunKey {
  readonly openedAt: string;
}

/** Run items, changed by conditional updates alone; the allowed predecessors come from the transition table. */
export interface RunStore {
  /** False: a run with this id stands already, unchanged. */
  create(run: Run): Promise<boolean>;
  get(key: RunKey): Promise<Run | undefined>;
  /** Newest first. */
  list(project: string, filter: RunFilter, page: PageRequest): Promise<Page<Run>>;
  /** False: the run has moved on, and the status is not allowed any more. */
  setStatus(key: RunKey, generation: number, status: Extract<RunStatus, 'running' | 'stopping'>): Promise<boolean>;
  /** Records that an action ends the run; the first one stands. False: the run has moved on. */
  halt(key: RunKey, generation: number, halt: RunHalt): Promise<boolean>;
  /** Records every node's fate before the nodes of `finally` begin. False: it stood already, or the run has moved on. */
  settle(key: RunKey, generation: number, nodes: readonly RunNode[], outcome: RunOutcome): Promise<boolean>;
  /** Begins the next generation of a run that failed or was stopped. False: the run has moved on. */
  retry(key: RunKey, generation: number, retry: RunRetry): Promise<boolean>;
  /** False: another finisher was first, or the run was retried. */
  finish(key: RunKey, generation: number, ending: RunEnding): Promise<boolean>;
  /** Of all projects, the oldest first. */
  listOpen(openedBefore: string): AsyncIterable<OpenRun>;
  /** Takes a finished or unknown run off the list of open ones. */
  close(key: RunKey): Promise<void>;
}

/** What an idempotency key stands for: the same request again gets the same run. */
export interface IdempotencyClaim {
  readonly project: string;
  readonly key: string;
  /** Hash of the request's body: the same key with another body is a conflict. */
  readonly requestHash: string;
  readonly runId: string;
  /** The version that the first request meant by "the latest". */
  readonly definitionHash: string;
  readonly claimedAt: string;
  readonly expiresAt: string;
}

export interface IdempotencyStore {
  /** The claim that stands: this one, or an earlier one that has not expired. */
  claim(claim: IdempotencyClaim): Promise<IdempotencyClaim>;
  get(project: string, key: string, now: string): Promise<IdempotencyClaim | undefined>;
}
