import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startGateway } from '../../../local/gateway/start-gateway.ts';
import type { LoopbackServer } from '../../../local/http/listen-on-loopback.ts';
import type { InvocationOutcome } from '../../../local/lambda-host/invocation.ts';

/** What the gateway asked of the functions, and what they answer. */
let asked: { readonly authorizer: unknown[]; readonly api: Readonly<Record<string, unknown>>[] };
let apiAnswer: Promise<InvocationOutcome>;
let gateway: LoopbackServer;

const success = (value: unknown): InvocationOutcome => ({
  kind: 'success',
  payload: JSON.stringify(value),
  logTail: '',
});
const failure = (errorMessage: string): InvocationOutcome => ({
  kind: 'function-error',
  payload: JSON.stringify({ errorType: 'Error', errorMessage }),
  logTail: '',
});
const policy = (Effect: string) =>
  success({
    principalId: 't1',
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource: '*' }] },
    context: { project: 'p', role: 'admin' },
  });
const byToken: Readonly<Record<string, InvocationOutcome>> = {
  'Bearer good': policy('Allow'),
  'Bearer denied': policy('Deny'),
  'Bearer unknown': failure('Unauthorized'),
  'Bearer broken': failure('no table'),
};

beforeAll(async () => {
  gateway = await startGateway({
    identity: { accountId: '000000000000', apiId: 'local', stage: 'local' },
    timeoutMs: 300,
    invokeApi: (event) => {
      asked.api.push(JSON.parse(event) as Readonly<Record<string, unknown>>);
      return apiAnswer;
    },
    invokeAuthorizer: async (event) => {
      const request = JSON.parse(event) as { readonly authorizationToken: string };
      asked.authorizer.push(request);
      return byToken[request.authorizationToken] ?? failure('Unauthorized');
    },
    serveLocal: (_request, response) => void response.end('local'),
  });
});

beforeEach(() => {
  asked = { authorizer: [], api: [] };
  apiAnswer = Promise.resolve(success({ statusCode: 201, headers: { 'x-a': 'b' }, body: '{"ok":true}' }));
});

afterAll(() => gateway.close(0));

async function ask(path: string, init: RequestInit = {}) {
  const response = await fetch(`${gateway.endpoint}${path}`, { headers: { authorization: 'Bearer good' }, ...init });
  const type = response.headers.get('content-type');
  const body: unknown = type?.includes('json') === true ? await response.json() : await response.text();
  return { status: response.status, type, body, header: response.headers.get('x-a') };
}

describe('startGateway', () => {
  it('gives the function a REST proxy event and the client its answer', async () => {
    const answer = await ask('/v1/runs/a%20b?limit=2&tag=x&tag=y', {
      method: 'POST',
      body: '{"a":1}',
      headers: { authorization: 'Bearer good', 'Idempotency-Key': 'k' },
    });
    expect(answer).toEqual({ status: 201, type: 'application/json', body: { ok: true }, header: 'b' });
    expect(asked.api).toMatchObject([
      {
        resource: '/v1/{proxy+}',
        path: '/v1/runs/a%20b',
        httpMethod: 'POST',
        headers: { 'Idempotency-Key': 'k' },
        multiValueHeaders: { 'Idempotency-Key': ['k'] },
        queryStringParameters: { limit: '2', tag: 'y' },
        multiValueQueryStringParameters: { limit: ['2'], tag: ['x', 'y'] },
        pathParameters: { proxy: 'runs/a b' },
        body: '{"a":1}',
        isBase64Encoded: false,
        requestContext: { stage: 'local', authorizer: { project: 'p', role: 'admin', principalId: 't1' } },
      },
    ]);
  });

  it('takes names that every object has for names of parameters', async () => {
    await ask('/v1/runs?constructor=1&toString=2&__proto__=3');
    expect(asked.api[0]?.['multiValueQueryStringParameters']).toEqual(
      JSON.parse('{"constructor":["1"],"toString":["2"],"__proto__":["3"]}'),
    );
    expect(asked.api[0]?.['queryStringParameters']).toEqual(
      JSON.parse('{"constructor":"1","toString":"2","__proto__":"3"}'),
    );
  });

  it('asks the authorizer once for a token, and lets health pass without one', async () => {
    await ask('/v1/runs', { headers: { authorization: 'Bearer good' } });
    await ask('/v1/pipelines', { headers: { authorization: 'Bearer good' } });
    expect(asked.authorizer.length).toBeLessThanOrEqual(1);
    expect((await ask('/v1/health', { headers: {} })).status).toBe(201);
  });

  it.each([
    ['no token', {}, 401, 'unauthenticated', 0],
    ['a token that nobody knows', { authorization: 'Bearer unknown' }, 401, 'unauthenticated', 1],
    ['a token that is refused by policy', { authorization: 'Bearer denied' }, 403, 'forbidden', 1],
    ['an authorizer that fails', { authorization: 'Bearer broken' }, 500, 'unexpected', 1],
  ])('refuses %s before the function', async (_name, headers, status, code, times) => {
    const answer = await ask('/v1/runs', { headers });
    expect(answer).toMatchObject({ status, type: 'application/problem+json', body: { status, code } });
    expect([asked.authorizer.length, asked.api.length]).toEqual([times, 0]);
  });

  it.each([
    ['more than the gateway takes', 10 * 1024 * 1024 + 1],
    ['more than the function takes', 7 * 1024 * 1024],
  ])('refuses %s', async (_name, bytes) => {
    const answer = await ask('/v1/pipelines', { method: 'POST', body: Buffer.alloc(bytes, 'a') });
    expect(answer).toMatchObject({ status: 413, type: 'application/problem+json', body: { code: 'too-large' } });
    expect(asked.api).toEqual([]);
  });

  it('stops waiting for the function', async () => {
    apiAnswer = new Promise(() => undefined);
    expect(await ask('/v1/runs')).toMatchObject({ status: 504, body: { code: 'timed-out' } });
  });

  it.each([
    ['fails', failure('inner secret')],
    ['answers no response', success('hello')],
  ])('says nothing of the inside when the function %s', async (_name, outcome) => {
    apiAnswer = Promise.resolve(outcome);
    const answer = await ask('/v1/runs');
    expect(answer).toMatchObject({ status: 502, body: { code: 'unexpected' } });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });

  it('knows paths under /v1 and the cloud’s own only', async () => {
    expect(await ask('/else')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await ask('/_local/cloud')).toMatchObject({ status: 200, body: 'local' });
  });

  it('says which port is in use', async () => {
    const second = startGateway({
      port: gateway.port,
      identity: { accountId: '0', apiId: 'a', stage: 's' },
      invokeApi: () => apiAnswer,
      invokeAuthorizer: () => apiAnswer,
      serveLocal: () => undefined,
    });
    await expect(second).rejects.toMatchObject({
      name: 'LocalCloudError',
      code: 'port-in-use',
      message: `port ${gateway.port} for the API is already in use`,
    });
  });
});
