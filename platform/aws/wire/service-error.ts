/** A service refused a request. `name` is the service's own code of the fault, as `ConditionalCheckFailedException`. */
export class ServiceError extends Error {
  /** HTTP status. */
  readonly status: number;

  constructor(code: string, message: string, status: number) {
    super(message);
    this.name = code;
    this.status = status;
  }
}

/** No answer came: no connection, or none in time. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}
