import { describe, expect, it } from 'vitest';
import { allItems, createSlipwayClient, SlipwayApiError, SlipwayConnectionError } from '../../client/index.ts';
import { RUN_ID, someRun } from './resources.ts';
import { serveRoutes } from './serve-routes.ts';

const quick = { attempts: 3, baseDelayMs: 1, mostDelayMs: 2 };

describe('createSlipwayClient', () => {
  it('sends the token, path, query and body where the route has them', async () => {
    await using server = await serveRoutes({
      startRun: () => ({ status: 201, body: someRun() }),
      listExecutions: () => ({ body: { items: [] } }),
    });
    const client = createSlipwayClient({ endpoint: `${server.endpoint}/`, token: 'secret', retries: quick });
    const run = await client.startRun({ pipeline: 'harbours', parameters: { epochs: 2 } }, { idempotencyKey: 'k1' });
    const page = await client.listExecutions({ runId: RUN_ID, node: 'train & test', limit: 5 });
    expect(run).toEqual(someRun());
    expect(page).toEqual({ items: [] });
    const seen = server.requests.map(({ headers, ...request }) => ({
      ...request,
      authorization: headers.authorization,
      key: headers['idempotency-key'],
    }));
    expect(seen).toEqual([
      {
        operationId: 'startRun',
        params: {},
        query: {},
        body: { pipeline: 'harbours', parameters: { epochs: 2 }, inputs: {} },
        authorization: 'Bearer secret',
        key: 'k1',
      },
      {
        operationId: 'listExecutions',
        params: { runId: RUN_ID },
        query: { node: 'train & test', limit: 5 },
        body: undefined,
        authorization: 'Bearer secret',
        key: undefined,
      },
    ]);
  });

  it('repeats what may pass, with the same idempotency key', async () => {
    let tries = 0;
    await using server = await serveRoutes({
      startRun: () => {
        tries += 1;
        return tries < 3 ? { status: 503, headers: { 'retry-after': '0' } } : { status: 201, body: someRun() };
      },
    });
    const client = createSlipwayClient({ endpoint: server.endpoint, retries: quick });
    await expect(client.startRun({ pipeline: 'harbours' })).resolves.toEqual(someRun());
    const keys = server.requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  it('asks again where an answer breaks off, and says so where all do', async () => {
    let tries = 0;
    const cut = { headers: { 'content-length': '1000', connection: 'close' }, body: '{"items":' };
    await using server = await serveRoutes({
      listRuns: () => ((tries += 1) % 2 === 1 ? cut : { body: { items: [] } }),
      listPipelines: () => cut,
    });
    const client = createSlipwayClient({ endpoint: server.endpoint, retries: quick });
    await expect(client.listRuns()).resolves.toEqual({ items: [] });
    await expect(client.listPipelines()).rejects.toThrow(SlipwayConnectionError);
  });

  it('rejects with the problem that the API tells, at once', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'there is no run "x"',
      code: 'run-not-found',
    };
    await using server = await serveRoutes({ getRun: () => ({ status: 404, body: problem }) });
    const client = createSlipwayClient({ endpoint: server.endpoint, retries: quick });
    const error = await client.getRun({ runId: RUN_ID }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SlipwayApiError);
    expect(error).toMatchObject({ message: 'there is no run "x"', status: 404, problem });
    expect(server.requests).toHaveLength(1);
  });

  it('rejects with the status where an error is no problem document', async () => {
    await using server = await serveRoutes({ getRun: () => ({ status: 403, body: '<html>no</html>' }) });
    const client = createSlipwayClient({ endpoint: server.endpoint, retries: quick });
    await expect(client.getRun({ runId: RUN_ID })).rejects.toMatchObject({ message: 'Forbidden', status: 403 });
  });

  it('says so when another server answers', async () => {
    await using server = await serveRoutes({ getHealth: () => ({ body: '<html>hello</html>' }) });
    const client = createSlipwayClient({ endpoint: server.endpoint, retries: quick });
    await expect(client.getHealth()).rejects.toThrow(
      new SlipwayConnectionError(
        server.endpoint,
        `the answer of ${server.endpoint} to GET /v1/health is not what Slipway's API gives; is the address right, and the version the same?`,
      ),
    );
  });

  it('says that nothing listens', async () => {
    const server = await serveRoutes({});
    await server[Symbol.asyncDispose]();
    const client = createSlipwayClient({ endpoint: server.endpoint, retries: quick });
    await expect(client.getHealth()).rejects.toThrow(
      new SlipwayConnectionError(
        server.endpoint,
        `no answer from the API at ${server.endpoint}: nothing listens there (connection refused)`,
      ),
    );
  });

  it('ends with the reason of the signal', async () => {
    await using server = await serveRoutes({ getHealth: () => ({ status: 503 }) });
    const client = createSlipwayClient({
      endpoint: server.endpoint,
      retries: { ...quick, baseDelayMs: 60_000, mostDelayMs: 60_000 },
    });
    const abort = new AbortController();
    const answer = client.getHealth({}, { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
  });
});

describe('allItems', () => {
  it('gives the items of every page in order', async () => {
    const ids = ['A', 'B', 'C'].map((letter) => RUN_ID.slice(0, -1) + letter);
    await using server = await serveRoutes({
      listRuns: ({ query }) => {
        const at = Number(query['cursor'] ?? 0);
        const next = at + 1 < ids.length ? { nextCursor: String(at + 1) } : {};
        return { body: { items: [someRun({ runId: ids[at] ?? '' })], ...next } };
      },
    });
    const client = createSlipwayClient({ endpoint: server.endpoint, retries: quick });
    const found: string[] = [];
    for await (const run of allItems(client.listRuns, { limit: 1 })) found.push(run.runId);
    expect(found).toEqual(ids);
  });
});
