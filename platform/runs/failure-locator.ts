/** Finds in an execution's history which node made it fail, for failures that the node itself could not record. */
export interface FailureLocator {
  /** Undefined: the history does not say, or is gone. */
  locate(stateMachineExecutionArn: string): Promise<LocatedFailure | undefined>;
}

export interface LocatedFailure {
  readonly node: string;
  /** Indices of the axes, outer first. */
  readonly trial: readonly number[];
}
