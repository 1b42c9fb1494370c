/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly Comment?: string;
  /** Seconds before the first retry; 1 unless told. */
  readonly IntervalSeconds?: number;
  /** Retries, not attempts; 3 unless told, 0 means never. */
  readonly MaxAttempts?: number;
  /** By what each interval grows; 2 unless told. */
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export interface HasRetry {
  readonly Retry?: readonly Retrier[];
}
