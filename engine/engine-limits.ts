/** The service's hard limits: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export interface EngineLimits {
  /** Bytes in UTF-8 of any state's input or output, of any variable, and of what one Assign sets. */
  readonly payloadBytes: number;
  /** Bytes in UTF-8 of all the variables that one chain of states can read. */
  readonly variableBytes: number;
  readonly historyEvents: number;
  readonly definitionBytes: number;
  /** Iterations of an Inline Map at once. */
  readonly inlineMapConcurrency: number;
  /** Child executions of one Map Run at once. */
  readonly distributedMapConcurrency: number;
  /** Milliseconds that one JSONata expression may take. `Infinity`, for definitions of one's own, needs no thread that could end it. */
  readonly expressionMilliseconds: number;
  /** Seconds that an execution of an EXPRESS machine may take. */
  readonly expressSeconds: number;
  /** Seconds that an execution of a STANDARD machine may take: a year, which may be a leap year. */
  readonly executionSeconds: number;
  /** Days for which a data folder keeps executions that have ended. */
  readonly retentionDays: number;
}

export const AWS_LIMITS: EngineLimits = {
  payloadBytes: 262_144,
  variableBytes: 10_485_760,
  historyEvents: 25_000,
  definitionBytes: 1_048_576,
  inlineMapConcurrency: 40,
  distributedMapConcurrency: 10_000,
  expressionMilliseconds: 1_000,
  expressSeconds: 300,
  executionSeconds: 31_622_400,
  retentionDays: 90,
};
