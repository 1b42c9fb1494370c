/** A node's own sweep, in one trial of the sweeps around it: `trial` holds their indices, outer first. */
export interface SweepKey {
  readonly project: string;
  readonly runId: string;
  readonly generation: number;
  readonly node: string;
  readonly trial: readonly number[];
}

export interface SweepRecord {
  readonly trial: readonly number[];
  /** How many executions it has, where that was found at run time. */
  readonly trials?: number;
  /** One of its trials met its stop condition. */
  readonly stop?: SweepStopped;
}

export interface SweepStopped {
  /** Execution id. */
  readonly by: string;
  readonly reason: string;
}

/** What a sweep's executions cannot tell, by idempotent single-item updates. */
export interface SweepStore {
  recordTrials(key: SweepKey, trials: number): Promise<void>;
  /** The first one stands. */
  stop(key: SweepKey, stop: SweepStopped): Promise<void>;
  get(key: SweepKey): Promise<SweepRecord | undefined>;
  /** All of a node's, in trial order. */
  list(key: Omit<SweepKey, 'trial'>): Promise<readonly SweepRecord[]>;
}
