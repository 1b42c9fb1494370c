/** A JSONata expression that failed. The interpreter turns it into `States.QueryEvaluationError`. */
export class QueryEvaluationError extends Error {
  /** The field, relative to the state: `Output/model`, `Choices[1]/Condition`. */
  readonly location: string;

  constructor(message: string, location: string) {
    super(message);
    this.name = 'QueryEvaluationError';
    this.location = location;
  }
}
