import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { readBody } from '../http/read-body.ts';
import { INSUFFICIENT_STORAGE, isNoSpace, NO_SPACE_MESSAGE } from '../no-space.ts';
import { isDynaliteRefusal, type Dynalite } from './dynalite.ts';

const MAX_BODY_BYTES = 16 * 1024 * 1024;
const TARGET = /^DynamoDB_20120810\.(\w+)$/;
const CONTENT_TYPE = 'application/x-amz-json-1.0';

/** The AWS JSON 1.0 protocol: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html */
export async function handleDynamodbRequest(
  dynalite: Dynalite,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body.kind === 'aborted') return;
  if (body.kind === 'too-large') {
    answer(response, 413, { __type: 'com.amazon.coral.service#RequestEntityTooLargeException' });
    return;
  }
  const target = request.headers['x-amz-target'];
  const operation = typeof target === 'string' ? TARGET.exec(target)?.[1] : undefined;
  const input = parseJson(body.bytes);
  if (operation === undefined) answer(response, 400, { __type: 'com.amazon.coral.service#UnknownOperationException' });
  else if (input === undefined) answer(response, 400, { __type: 'com.amazon.coral.service#SerializationException' });
  else await call(dynalite, operation, input, response);
}

async function call(dynalite: Dynalite, operation: string, input: object, response: ServerResponse): Promise<void> {
  try {
    answer(response, 200, await dynalite.call(operation, input));
  } catch (error) {
    if (isDynaliteRefusal(error)) answer(response, error.statusCode, error.body);
    else if (isNoSpace(error)) {
      const __type = `com.amazonaws.dynamodb.v20120810#${INSUFFICIENT_STORAGE.code}`;
      answer(response, INSUFFICIENT_STORAGE.status, { __type, message: NO_SPACE_MESSAGE });
    } else {
      // The store failed, not the request. Clients try 500 again.
      const message = `The local store failed: ${error instanceof Error ? error.message : String(error)}`;
      answer(response, 500, { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message });
    }
  }
}

function parseJson(bytes: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  // As text it goes out together with the headers, in one write.
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': CONTENT_TYPE,
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(body);
}
