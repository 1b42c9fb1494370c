import type { APIGatewayProxyEvent } from 'aws-lambda';
import { Problem } from '../../platform/problems/problem.ts';

/** Deeper values are no request of this API, and some readers recurse. */
const MOST_DEPTH = 64;

/** The body as JSON; undefined where there is none. */
export function readBody({ body, isBase64Encoded }: APIGatewayProxyEvent): unknown {
  if (body === null || body === '') return undefined;
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem('invalid', `the body is not JSON: ${reason}`);
  }
  if (isDeeperThan(value, MOST_DEPTH)) {
    throw new Problem('invalid', `the body nests deeper than ${MOST_DEPTH} levels`);
  }
  return value;
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  return Object.values(value).some((inner) => isDeeperThan(inner, depth - 1));
}
