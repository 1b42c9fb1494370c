export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** An execution as it is kept, without its history. Times are epoch milliseconds. */
export interface StoredExecution {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly machineType: 'STANDARD' | 'EXPRESS';
  readonly roleArn: string;
  readonly revisionId: string;
  readonly versionArn?: string | undefined;
  readonly aliasArn?: string | undefined;
  readonly traceHeader?: string | undefined;
  readonly input: string;
  readonly startDate: number;
  readonly status: ExecutionStatus;
  readonly stopDate?: number | undefined;
  readonly output?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  readonly redriveCount: number;
  readonly redriveDate?: number | undefined;
  /** The id of the last ExecutionRedriven event. */
  readonly redrivenEventId?: number | undefined;
  readonly redriveToken?: string | undefined;
  readonly mapRunArn?: string | undefined;
  readonly parentArn?: string | undefined;
  /** For a child of a Map Run: where in the parent's flow its Map stands. */
  readonly flowPath?: string | undefined;
  /** For a child of a Map Run: the indices of the iterations that it is in, its own last. */
  readonly mapIndices?: readonly number[] | undefined;
  readonly itemCount?: number | undefined;
  /** For a child of a Map Run: which redrive of its parent last ran it. */
  readonly parentRedriveCount?: number | undefined;
}

export type MapRunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

export interface StoredMapRun {
  readonly arn: string;
  readonly id: string;
  readonly executionArn: string;
  readonly label: string;
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  readonly toleratedFailurePercentage: number;
  readonly startDate: number;
  readonly stopDate?: number | undefined;
  readonly status: MapRunStatus;
  readonly children: number;
  readonly items: number;
  readonly redriveCount?: number | undefined;
  readonly redriveDate?: number | undefined;
  /** Which redrive of its parent last ran it. */
  readonly parentRedriveCount?: number | undefined;
}
