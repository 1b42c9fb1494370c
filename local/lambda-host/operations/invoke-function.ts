import { LambdaError } from '../lambda-error.ts';
import type { LambdaOperation } from './operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_SYNCHRONOUS_BYTES = 6 * 1024 * 1024;
const MAX_ASYNCHRONOUS_BYTES = 1024 * 1024;

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export const invokeFunction: LambdaOperation = async (operations, { functionName, headers, body }, response) => {
  const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
  operations.find(functionName);
  const limit = type === 'Event' ? MAX_ASYNCHRONOUS_BYTES : MAX_SYNCHRONOUS_BYTES;
  if (body.length > limit) {
    throw new LambdaError(
      'RequestTooLargeException',
      `${body.length} byte payload is too large for the ${String(type)} invocation type (limit ${limit} bytes)`,
    );
  }
  const event = jsonText(body);
  switch (type) {
    case 'DryRun':
      response.writeHead(204).end();
      return;
    case 'Event':
      operations.invokeInBackground(functionName, event);
      response.writeHead(202, { 'content-length': 0 }).end();
      return;
    case 'RequestResponse':
      break;
    default:
      throw new LambdaError(
        'InvalidParameterValueException',
        `"${String(type)}" is not an invocation type; allowed are RequestResponse, Event and DryRun`,
      );
  }
  const outcome = await operations.invoke(functionName, event);
  const payload = Buffer.from(outcome.payload);
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': payload.length,
    'x-amz-executed-version': '$LATEST',
    ...(outcome.kind === 'function-error' ? { 'x-amz-function-error': 'Unhandled' } : {}),
    ...(headers['x-amz-log-type'] === 'Tail'
      ? { 'x-amz-log-result': Buffer.from(outcome.logTail).toString('base64') }
      : {}),
  });
  response.end(payload);
};

function jsonText(body: Buffer): string {
  if (body.length === 0) return '{}';
  const text = body.toString('utf8');
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    throw new LambdaError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${error instanceof Error ? error.message : 'not JSON'}`,
    );
  }
}
