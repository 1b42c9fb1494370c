import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { logger } from './logger.ts';

/** The stack of a function that machines, events and schedules call: a log with the request's id, failures logged and thrown on. */
export function serveEvent<Event, Answer>(work: (event: Event, context: Context) => Promise<Answer>) {
  return middy<Event, Answer>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .onError(({ error }) => logger.error('the invocation failed', { error }))
    .handler(work);
}
