import { INSUFFICIENT_STORAGE } from '../no-space.ts';

/**
 * An error of the Lambda API. Names, statuses and texts as the service gives them, since clients branch on them:
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
 */
export class LambdaError extends Error {
  override readonly name = 'LambdaError';
  readonly type: LambdaErrorType;
  readonly status: number;

  constructor(type: LambdaErrorType, message: string) {
    super(message);
    this.type = type;
    this.status = statuses[type];
  }
}

export type LambdaErrorType = keyof typeof statuses;

const statuses = {
  [INSUFFICIENT_STORAGE.code]: INSUFFICIENT_STORAGE.status,
  InvalidParameterValueException: 400,
  InvalidRequestContentException: 400,
  InvalidZipFileException: 502,
  RequestTooLargeException: 413,
  ResourceConflictException: 409,
  ResourceNotFoundException: 404,
  ServiceException: 500,
  TooManyRequestsException: 429,
  UnknownOperationException: 404,
} as const;

export function functionNotFound(arn: string): LambdaError {
  return new LambdaError('ResourceNotFoundException', `Function not found: ${arn}`);
}
