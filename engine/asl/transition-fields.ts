/** Where a state leads. A state has exactly one of the two, except Choice, Succeed and Fail. */
export interface HasTransition {
  readonly Next?: string;
  readonly End?: boolean;
}
