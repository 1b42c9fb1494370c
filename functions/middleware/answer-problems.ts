import type { Logger } from '@aws-lambda-powertools/logger';
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { diagnosticResource } from '../../api/schemas/diagnostic.ts';
import { PROBLEM_MEDIA_TYPE, type ProblemResource } from '../../api/schemas/problem.ts';
import { Problem, type ProblemKind } from '../../platform/problems/problem.ts';

const statuses: Readonly<Record<ProblemKind, { readonly status: number; readonly title: string }>> = {
  invalid: { status: 400, title: 'Invalid request' },
  unauthenticated: { status: 401, title: 'Not authenticated' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Conflict' },
  'too-large': { status: 413, title: 'Too large' },
  unavailable: { status: 503, title: 'Not available' },
  'no-space': { status: 507, title: 'No space' },
};

/** Whatever goes wrong becomes problem details (RFC 9457); what is not the request's fault says nothing of the inside. */
export function answerProblems(logger: Logger): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  return {
    onError(request) {
      const problem = problemOf(request.error);
      if (problem === undefined) logger.error('the request failed', { error: request.error });
      const resource = resourceOf(problem ?? unexpected(request.event.requestContext.requestId));
      request.response = {
        statusCode: resource.status,
        headers: {
          'content-type': PROBLEM_MEDIA_TYPE,
          'cache-control': 'no-store',
          ...(resource.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
          ...(resource.status === 503 ? { 'retry-after': '2' } : {}),
        },
        body: JSON.stringify(resource),
      };
    },
  };
}

/** Names under which AWS says that it is busy. */
const busy = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
  'ServiceUnavailable',
  'TimeoutError',
  'ConnectionError',
]);

function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (isFull(error)) {
    return new Problem('no-space', 'a store has no space left; free some, then ask again: what had finished is kept', {
      cause: error,
    });
  }
  if (error instanceof Error && busy.has(error.name)) {
    return new Problem('unavailable', 'a service that Slipway stands on is busy; try again in a moment', {
      cause: error,
    });
  }
  return undefined;
}

/** https://www.rfc-editor.org/rfc/rfc4918#section-11.5 */
const INSUFFICIENT_STORAGE = 507;

/** Stores other than AWS's own fill up, and answer so, whatever they call it; AWS's own client keeps the status apart. */
function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }).httpStatusCode : undefined;
  return status === INSUFFICIENT_STORAGE || ('status' in error && error.status === INSUFFICIENT_STORAGE);
}

type Answered = Pick<Problem, 'message' | 'diagnostics'> & {
  readonly status: number;
  readonly title: string;
  readonly code: string;
};

function unexpected(requestId: string): Answered {
  return {
    status: 500,
    title: 'Unexpected fault',
    code: 'unexpected',
    message: `something went wrong inside of Slipway; its log has the details under the request id "${requestId}"`,
    diagnostics: [],
  };
}

function resourceOf(problem: Problem | Answered): ProblemResource {
  const { status, title, code } =
    problem instanceof Problem ? { ...statuses[problem.kind], code: problem.kind } : problem;
  return {
    type: 'about:blank',
    title,
    status,
    detail: problem.message,
    code,
    ...(problem.diagnostics.length === 0 ? {} : { diagnostics: problem.diagnostics.map(diagnosticResource) }),
  };
}
