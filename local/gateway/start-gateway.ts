import type { IncomingMessage, ServerResponse } from 'node:http';

import { listenOnLoopback, type LoopbackServer, type RequestHandler } from '../http/listen-on-loopback.ts';
import { readBody } from '../http/read-body.ts';
import type { InvocationOutcome } from '../lambda-host/invocation.ts';
import { LambdaError } from '../lambda-host/lambda-error.ts';
import { tokenAuthorizer, type Authorization } from './authorization.ts';
import { matchResource } from './gateway-resource.ts';
import { sendProblem } from './problem-response.ts';
import { sendProxyAnswer } from './proxy-answer.ts';
import { proxyEvent, type GatewayIdentity } from './proxy-event.ts';

export interface GatewayOptions {
  readonly port?: number | undefined;
  readonly identity: GatewayIdentity;
  readonly invokeApi: (event: string) => Promise<InvocationOutcome>;
  readonly invokeAuthorizer: (event: string) => Promise<InvocationOutcome>;
  /** Answers what is asked under `/_local/`: the affairs of the local cloud itself. */
  readonly serveLocal: RequestHandler;
  /** Milliseconds after which API Gateway stops waiting for the function. */
  readonly timeoutMs?: number;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const TIMEOUT_MS = 29_000;
/** Of a synchronous Lambda invocation; the event holds the body. */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

type Authorizer = (request: IncomingMessage) => Promise<Authorization>;

/** API Gateway's REST API on this machine: HTTP requests become proxy events for the `api` function, under the service's limits. */
export async function startGateway(options: GatewayOptions): Promise<LoopbackServer> {
  const { accountId, apiId, stage } = options.identity;
  const authorize = tokenAuthorizer({
    invoke: options.invokeAuthorizer,
    methodArn: `arn:aws:execute-api:us-east-1:${accountId}:${apiId}/${stage}/GET/v1`,
  });
  return listenOnLoopback(
    async (request, response) => {
      const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
      if (path.startsWith('/_local/')) await options.serveLocal(request, response);
      else await serve(options, authorize, request, response, path);
    },
    { port: options.port, service: 'API', ownPages: true },
  );
}

async function serve(
  options: GatewayOptions,
  authorize: Authorizer,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body.kind === 'aborted') return;
  const resource = matchResource(request.method ?? 'GET', path);
  if (!resource) {
    sendProblem(response, 404, 'not-found', `there is no "${path}" here; the API is under /v1`);
    return;
  }
  if (body.kind === 'too-large') {
    sendTooLarge(
      response,
      `the request has more than ${MAX_BODY_BYTES} bytes, which is the most that the gateway takes`,
    );
    return;
  }
  const authorization = resource.open ? ({ kind: 'allowed', context: {} } as const) : await authorize(request);
  if (authorization.kind === 'allowed') {
    const event = JSON.stringify(proxyEvent(request, body.bytes, resource, options.identity, authorization.context));
    await callApi(options, event, response);
  } else refuse(response, authorization.kind);
}

async function callApi(options: GatewayOptions, event: string, response: ServerResponse): Promise<void> {
  if (Buffer.byteLength(event) > MAX_EVENT_BYTES) {
    sendTooLarge(response, `the request does not fit into an event of ${MAX_EVENT_BYTES} bytes`);
    return;
  }
  const outcome = await within(options.timeoutMs ?? TIMEOUT_MS, options.invokeApi(event));
  if (outcome === 'late') {
    sendProblem(
      response,
      504,
      'timed-out',
      'the API did not answer in time; ask again, and if it stays so, look at the log of its function',
    );
    return;
  }
  if (outcome.kind === 'success' && sendProxyAnswer(response, outcome.payload)) return;
  sendProblem(response, 502, 'unexpected', 'the function behind the API failed; its log says why');
}

function sendTooLarge(response: ServerResponse, detail: string): void {
  sendProblem(response, 413, 'too-large', `${detail}; files are uploaded by the address that POST /v1/artifacts gives`);
}

function refuse(response: ServerResponse, kind: Exclude<Authorization['kind'], 'allowed'>): void {
  switch (kind) {
    case 'missing':
      sendProblem(response, 401, 'unauthenticated', 'this needs a token: send it as "Authorization: Bearer slw_..."', {
        'www-authenticate': 'Bearer',
      });
      return;
    case 'refused':
      sendProblem(response, 401, 'unauthenticated', 'the token is not known, or it has expired', {
        'www-authenticate': 'Bearer',
      });
      return;
    case 'denied':
      sendProblem(response, 403, 'forbidden', 'the token does not give access to this');
      return;
    case 'failed':
      sendProblem(
        response,
        500,
        'unexpected',
        'the token could not be checked; the log of the function "authorizer" says why',
      );
  }
}

async function within(ms: number, outcome: Promise<InvocationOutcome>): Promise<InvocationOutcome | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  const failed: InvocationOutcome = { kind: 'function-error', payload: '{}', logTail: '' };
  const answered = outcome.catch((error: unknown) => {
    if (error instanceof LambdaError) return failed;
    throw error;
  });
  const first = await Promise.race([answered, late]);
  clearTimeout(timer);
  return first;
}
