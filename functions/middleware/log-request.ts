import type { Logger } from '@aws-lambda-powertools/logger';
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

/** One line a request: no header, body or query, in which secrets travel. */
export function logRequest(logger: Logger): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  const started = new WeakMap<APIGatewayProxyEvent, number>();
  const log = (event: APIGatewayProxyEvent, response: APIGatewayProxyResult | null | undefined): void => {
    logger.info('request', {
      method: event.httpMethod,
      path: event.path,
      status: response?.statusCode,
      milliseconds: Math.round(performance.now() - (started.get(event) ?? performance.now())),
    });
  };
  return {
    before({ event }) {
      started.set(event, performance.now());
    },
    after({ event, response }) {
      log(event, response);
    },
    // Error handlers run from the inside out: the problem is the response by now.
    onError({ event, response }) {
      log(event, response);
    },
  };
}
