/** Finds in an execution's history which node made it fail, for failures that the node itself could not record. */
export interface FailureLocator {
  /**
   * Undefined: the history does not say, or is gone.
   *
   * @param error what the machine ended with: what failed otherwise was tried again, caught, or cut short
   */
  locate(stateMachineExecutionArn: string, error: string | undefined): Promise<LocatedFailure | undefined>;
}

export interface LocatedFailure {
  readonly node: string;
  /** Indices of the axes, outer first. */
  readonly trial: readonly number[];
}
