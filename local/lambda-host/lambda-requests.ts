import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { readBody } from '../http/read-body.ts';
import { sendJson } from '../http/send-json.ts';
import { INSUFFICIENT_STORAGE, isNoSpace, NO_SPACE_MESSAGE } from '../no-space.ts';
import { storageFault } from '../storage-fault.ts';
import { LambdaError } from './lambda-error.ts';
import { createFunction } from './operations/create-function.ts';
import { deleteFunction } from './operations/delete-function.ts';
import { getFunction, getFunctionConfiguration } from './operations/get-function.ts';
import { invokeFunction } from './operations/invoke-function.ts';
import { listFunctions } from './operations/list-functions.ts';
import type { LambdaOperation, LambdaOperations } from './operations/operation.ts';
import { updateFunctionCode } from './operations/update-function-code.ts';
import { updateFunctionConfiguration } from './operations/update-function-configuration.ts';

/** Direct uploads of code are at most 50 MB zipped, which base64 makes 67. */
const MAX_BODY_BYTES = 70 * 1024 * 1024;
const PATH = /^\/2015-03-31\/functions\/?(?:([^/]+)(?:\/([a-z-]+))?)?\/?$/;
/** `arn:aws:lambda:region:account:function:name[:qualifier]`, `account:function:name` and `name[:qualifier]` all name a function. */
const NAME = /^(?:(?:arn:[a-z-]+:lambda:[a-z0-9-]+:)?(?:\d{12}:)?function:)?([a-zA-Z0-9-_]{1,64})(?::(\$LATEST))?$/;

/** By method and what follows the function's name in the path. https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
const OPERATIONS: Readonly<Record<string, LambdaOperation>> = {
  'POST *': createFunction,
  'GET *': listFunctions,
  GET: getFunction,
  DELETE: deleteFunction,
  'POST invocations': invokeFunction,
  'GET configuration': getFunctionConfiguration,
  'PUT configuration': updateFunctionConfiguration,
  'PUT code': updateFunctionCode,
};

export async function handleLambdaRequest(
  operations: LambdaOperations,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body.kind === 'aborted') return;
  response.setHeader('x-amzn-requestid', randomUUID());
  try {
    if (body.kind === 'too-large')
      throw new LambdaError('RequestTooLargeException', `Request must be smaller than ${MAX_BODY_BYTES} bytes`);
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    const match = PATH.exec(path);
    const operation = match && OPERATIONS[operationKey(request.method ?? 'GET', match[1], match[2])];
    if (!operation)
      throw new LambdaError('UnknownOperationException', `${request.method ?? 'GET'} ${path} is not served here`);
    const functionName = match[1] === undefined ? '' : parseFunctionName(match[1]);
    const asked = { functionName, query: new URLSearchParams(query), headers: request.headers, body: body.bytes };
    await operation(operations, asked, response);
  } catch (error) {
    sendLambdaError(response, error);
  }
}

function operationKey(method: string, name: string | undefined, rest: string | undefined): string {
  if (name === undefined) return `${method} *`;
  return rest === undefined ? method : `${method} ${rest}`;
}

function parseFunctionName(text: string): string {
  const name = NAME.exec(decodeURIComponent(text))?.[1];
  if (name === undefined) {
    throw new LambdaError(
      'InvalidParameterValueException',
      `"${decodeURIComponent(text)}" is not the name or the ARN of a function; versions and aliases are not served here`,
    );
  }
  return name;
}

function sendLambdaError(response: ServerResponse, error: unknown): void {
  const fault =
    error instanceof LambdaError
      ? error
      : isNoSpace(error)
        ? new LambdaError(INSUFFICIENT_STORAGE.code, NO_SPACE_MESSAGE)
        : new LambdaError('ServiceException', storageFault(error, 'the data folder')?.message ?? String(error));
  const reason = fault.type === 'TooManyRequestsException' ? { Reason: 'ConcurrentInvocationLimitExceeded' } : {};
  sendJson(
    response,
    fault.status,
    { Type: fault.status < 500 ? 'User' : 'Service', Message: fault.message, message: fault.message, ...reason },
    { 'x-amzn-errortype': fault.type },
  );
}
