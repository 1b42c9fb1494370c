import type { APIGatewayProxyEvent } from 'aws-lambda';
import { Problem } from '../../platform/problems/problem.ts';
import type { ApiPlatform } from '../api-platform.ts';
import { serveRest } from '../middleware/serve-rest.ts';
import { matchOperation } from './match-operation.ts';
import { operations } from './operations.ts';
import { authorise } from './principal.ts';
import { readBody } from './read-body.ts';

const served = Object.values(operations);

/** The REST API over a platform: REST proxy events in, proxy answers out. */
export function createApiHandler(platform: ApiPlatform) {
  return serveRest(async (event) => {
    const { operation, params } = matchOperation(served, event.httpMethod, event.path);
    const { route } = operation;
    const principal = authorise(event, route.role);
    const idempotencyKey = idempotencyKeyOf(event);
    const answer = await operation.answer(platform, {
      project: principal?.project ?? '',
      caller: principal?.tokenId === undefined ? {} : { by: principal.tokenId },
      params,
      query: event.queryStringParameters ?? {},
      body: route.body === undefined ? undefined : readBody(event),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    return {
      statusCode: route.success.status,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify(answer),
    };
  });
}

/** It becomes part of a key of at most 2,048 bytes, and of messages. */
const idempotencyKeyShape = /^[\x21-\x7e]{1,255}$/u;

function idempotencyKeyOf(event: APIGatewayProxyEvent): string | undefined {
  const value = Object.entries(event.headers).find(([name]) => name.toLowerCase() === 'idempotency-key')?.[1];
  if (value !== undefined && !idempotencyKeyShape.test(value)) {
    throw new Problem(
      'invalid',
      'the header Idempotency-Key must have 1 to 255 printable ASCII characters, without spaces',
    );
  }
  return value;
}
