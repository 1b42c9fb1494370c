import { isJsonObject, parseJson, type Json } from '../json/json.ts';
import { TaskError } from '../tasks/task-call.ts';

/**
 * A Lambda function's error as Step Functions gives it: the name is the payload's `errorType`, the cause the whole payload.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export const functionError = (payload: string): TaskError => {
  try {
    const report = parseJson(payload);
    const type = isJsonObject(report) ? report['errorType'] : undefined;
    if (typeof type === 'string' && type !== '') return new TaskError(type, payload);
  } catch {
    // Not JSON: then nothing in it names the error.
  }
  return new TaskError(
    'Lambda.Unknown',
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`,
  );
};

/** What a function returned: JSON, or the text itself, such as the empty one of an asynchronous invocation. */
export const functionPayload = (payload: string): Json => {
  try {
    return parseJson(payload);
  } catch {
    return payload;
  }
};
