import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { answerProblems } from './answer-problems.ts';
import { limitBody } from './limit-body.ts';
import { logRequest } from './log-request.ts';
import { logger } from './logger.ts';

/** The one stack of every function that speaks HTTP: a log with the request's id, size caps, problem details for whatever goes wrong. */
export function serveRest(work: (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>) {
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logRequest(logger))
    .use(answerProblems(logger))
    .use(limitBody())
    .handler(work);
}
