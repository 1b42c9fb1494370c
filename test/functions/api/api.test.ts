import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { routes } from '../../../api/routes.ts';
import { attemptPrefix } from '../../../platform/runs/run-keys.ts';
import { approval, chain, sweep } from '../../platform/definitions.ts';
import { startTestPlatform, type TestPlatform } from '../../platform/test-platform.ts';
import { apiOf, type CallApi } from './call-api.ts';

// Before the logger is made.
vi.hoisted(() => (process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT'));

let test: TestPlatform;
let call: CallApi;

beforeAll(async () => {
  test = await startTestPlatform();
  call = apiOf(test.platform);
});
afterAll(() => test[Symbol.asyncDispose]());
beforeEach(() => {
  test.act = () => undefined;
});

const definition = { file: 'valohai.yaml', definition: chain };

async function register(text = chain): Promise<{ readonly pipeline: string; readonly version: string }> {
  const { status, body } = await call('POST', '/v1/pipelines', { body: { file: 'valohai.yaml', definition: text } });
  expect(status).toBe(201);
  return routes.registerPipeline.success.schema.parse(body);
}

async function startAndEnd(pipeline: string) {
  const { status, body } = await call('POST', '/v1/runs', { body: { pipeline } });
  expect(status).toBe(201);
  const run = routes.startRun.success.schema.strict().parse(body);
  await test.ended({ project: 'default', runId: run.runId });
  return run;
}

describe('the API', () => {
  it('says that it is well, to anybody', async () => {
    expect(await call('GET', '/v1/health', { as: 'nobody' })).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: { status: 'ok', version: '0.0.0-test', stage: 'test' },
    });
  });

  it('registers, lists and shows pipelines', async () => {
    const { version } = await register();
    expect((await register()).version).toBe(version);
    const shown = await call('GET', '/v1/pipelines/chain');
    expect(shown.body).toMatchObject({ pipeline: 'chain', latest: { version, origin: 'registered' } });
    const { items } = routes.listPipelines.success.schema.parse((await call('GET', '/v1/pipelines')).body);
    expect(items.map((item) => item.pipeline)).toContain('chain');
    expect(await call('GET', '/v1/pipelines/nothing')).toMatchObject({ status: 404 });
  });

  it('pages through pipelines', async () => {
    for (const name of ['p1', 'p2', 'p3']) await register(chain.replace('name: chain', `name: ${name}`));
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const query: Record<string, string> = { limit: '1', ...(cursor === undefined ? {} : { cursor }) };
      const page = routes.listPipelines.success.schema.parse((await call('GET', '/v1/pipelines', { query })).body);
      names.push(...page.items.map((item) => item.pipeline));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(names).toEqual([...new Set(names)].sort());
    expect(names).toEqual(expect.arrayContaining(['p1', 'p2', 'p3']));
  });

  it('answers a definition with faults by all of them, each at its place', async () => {
    const broken = chain.replace('step: prepare }', 'step: prepaer }').replace('type: integer', 'type: intger');
    const validated = await call('POST', '/v1/pipelines/validate', { body: { ...definition, definition: broken } });
    expect(validated).toMatchObject({ status: 200, body: { valid: false } });
    const refused = await call('POST', '/v1/pipelines', { body: { ...definition, definition: broken } });
    expect(refused).toMatchObject({ status: 400, body: { title: 'Invalid request', code: 'invalid' } });
    const places = (refused.body as { diagnostics: { line: number; file: string }[] }).diagnostics;
    expect(places.map(({ file, line }) => [file, line])).toEqual([
      ['valohai.yaml', 6],
      ['valohai.yaml', 15],
    ]);
    expect(await call('POST', '/v1/pipelines/validate', { body: definition })).toMatchObject({ body: { valid: true } });
  });

  it('takes code by its digest, and makes the function of a handler', async () => {
    const zip = Buffer.from('not really a zip');
    const digest = createHash('sha256').update(zip).digest('hex');
    const own = { ...definition, definition: chain.replaceAll('slipway/train#default', 'steps/mine.ts#default') };
    const without = await call('POST', '/v1/pipelines', { body: own });
    expect(without.body).toMatchObject({ diagnostics: [{ code: 'SL5101' }] });
    const code = { 'steps/mine.ts#default': digest };
    const early = await call('POST', '/v1/pipelines', { body: { ...own, code } });
    expect(early.body).toMatchObject({ diagnostics: [{ code: 'SL5102' }] });

    const claim = await call('POST', `/v1/code/${digest}`, { body: { size: zip.length } });
    const { upload } = claim.body as { upload: { url: string; headers: Record<string, string> } };
    expect((await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: zip })).status).toBe(200);
    expect(await call('POST', `/v1/code/${digest}`, { body: { size: zip.length } })).toMatchObject({
      status: 200,
      body: { present: true },
    });
    expect(await call('POST', '/v1/pipelines', { body: { ...own, code } })).toMatchObject({ status: 201 });
    expect(test.lambdas).toEqual([
      {
        functionName: `slipway-test-step-${digest.slice(0, 16)}`,
        codeKey: `projects/default/code/${digest}.zip`,
        memoryMb: 1024,
        storageMb: 512,
        timeoutSeconds: 900,
      },
    ]);
  });

  it('takes a file, and gives it back as an attachment for a quarter of an hour', async () => {
    const text = Buffer.from('<script>alert(1)</script>');
    const sha256 = createHash('sha256').update(text).digest('hex');
    const announced = await call('POST', '/v1/artifacts', {
      body: { name: 'page.html', size: text.length, sha256, mediaType: 'text/html' },
    });
    expect(announced.status).toBe(201);
    const { artifact, upload } = routes.createArtifact.success.schema.parse(announced.body);
    expect(artifact.uri).toBe(`s3://${test.platform.bucket}/projects/default/sessions/${sha256}/page.html`);
    const sent = await fetch(upload?.url ?? '', { method: 'PUT', headers: upload?.headers ?? {}, body: text });
    expect(sent.status).toBe(200);
    expect(await call('GET', `/v1/artifacts/${artifact.artifactId}`)).toMatchObject({
      status: 200,
      body: { readBy: [] },
    });
    const download = await call('GET', `/v1/artifacts/${artifact.artifactId}/download`);
    const { url, expiresAt } = routes.downloadArtifact.success.schema.parse(download.body);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(15 * 60_000);
    const got = await fetch(url);
    expect(await got.text()).toBe(text.toString());
    expect(url).toContain('response-content-disposition=attachment');
    const foreign = { as: { project: 'other', role: 'admin' } } as const;
    expect(await call('GET', `/v1/artifacts/${artifact.artifactId}`, foreign)).toMatchObject({ status: 404 });
    expect(await call('GET', `/v1/artifacts/${artifact.artifactId}/download`, foreign)).toMatchObject({ status: 404 });
  });

  it('starts a run, shows it with every node, and lists it', async () => {
    const { version } = await register();
    const run = await startAndEnd('chain');
    const shown = await call('GET', `/v1/runs/${run.runId}`);
    expect(shown.body).toMatchObject({
      runId: run.runId,
      pipeline: 'chain',
      version,
      status: 'succeeded',
      nodes: [
        {
          node: 'prepare',
          status: 'succeeded',
          counts: { total: 1, pending: 0, running: 0, succeeded: 1, failed: 0, stopped: 0 },
          after: [],
        },
        { node: 'train', status: 'succeeded', after: ['prepare'] },
      ],
    });
    // Nothing of the inside: no project, no ARN.
    routes.getRun.success.schema.strict().parse(shown.body);
    const listed = await call('GET', '/v1/runs', { query: { pipeline: 'chain', status: 'succeeded', limit: '5' } });
    const { items } = routes.listRuns.success.schema.parse(listed.body);
    expect(items.map((item) => item.runId)).toContain(run.runId);
    expect(await call('POST', `/v1/runs/${run.runId}/stop`)).toMatchObject({
      status: 202,
      body: { status: 'succeeded' },
    });
  });

  it('waits for a person, and takes the answer once', async () => {
    await register(approval);
    const asked = async () => {
      const { body } = await call('POST', '/v1/runs', { body: { pipeline: 'release' } });
      const { runId } = routes.startRun.success.schema.parse(body);
      for (;;) {
        const { items } = routes.listApprovals.success.schema
          .strict()
          .parse((await call('GET', `/v1/runs/${runId}/approvals`)).body);
        if (items.length > 0) return { runId, items };
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const { runId, items } = await asked();
    const question = { runId, node: 'approve', executionId: 'approve', moment: 'node', message: 'Good enough?' };
    // Nothing of the token that answers the machine.
    expect(items).toEqual([{ ...question, status: 'waiting', requestedAt: expect.any(String) as string }]);
    const shown = await call('GET', `/v1/runs/${runId}`);
    expect(shown.body).toMatchObject({ nodes: [{ status: 'succeeded' }, { status: 'waiting-approval' }, {}] });
    const path = `/v1/runs/${runId}/executions/approve`;
    const viewer = { project: 'default', role: 'viewer' } as const;
    expect(await call('POST', `${path}/approve`, { as: viewer, body: {} })).toMatchObject({ status: 403 });
    expect(await call('POST', `/v1/runs/${runId}/executions/train/approve`, { body: {} })).toMatchObject({
      status: 409,
      body: { detail: `"train" of run "${runId}" does not wait for approval; these do: "approve"` },
    });
    const answer = { ...question, status: 'approved', comment: 'yes', answeredBy: 'token' };
    const approved = await call('POST', `${path}/approve`, { body: { comment: 'yes' } });
    expect(approved).toMatchObject({ status: 200, body: answer });
    routes.approveExecution.success.schema.strict().parse(approved.body);
    expect((await test.ended({ project: 'default', runId })).status).toBe('succeeded');
    expect(await call('POST', `${path}/reject`, { body: {} })).toMatchObject({
      status: 409,
      body: { detail: `run "${runId}" has ended: it succeeded` },
    });
    expect((await call('GET', path)).body).toMatchObject({
      status: 'succeeded',
      metadata: { decision: 'approved', comment: 'yes', by: 'token' },
    });

    const second = await asked();
    const rejected = `/v1/runs/${second.runId}/executions/approve/reject`;
    expect(await call('POST', rejected, { body: { comment: 'too weak' } })).toMatchObject({ status: 200 });
    const ended = await test.ended({ project: 'default', runId: second.runId });
    expect([ended.status, ended.reason]).toEqual(['failed', '"approve" failed: it was rejected: too weak']);
  });

  it('starts one run for one idempotency key', async () => {
    await register();
    const headers = { 'Idempotency-Key': 'once' };
    const [first, second] = await Promise.all([
      call('POST', '/v1/runs', { headers, body: { pipeline: 'chain' } }),
      call('POST', '/v1/runs', { headers, body: { pipeline: 'chain' } }),
    ]);
    expect((first.body as { runId: string }).runId).toBe((second.body as { runId: string }).runId);
    const other = await call('POST', '/v1/runs', {
      headers,
      body: { pipeline: 'chain', parameters: { 'prepare.rows': 9 } },
    });
    expect(other).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const strange = { 'idempotency-key': 'a b' };
    expect(await call('POST', '/v1/runs', { headers: strange, body: { pipeline: 'chain' } })).toMatchObject({
      status: 400,
    });
    await test.ended({ project: 'default', runId: (first.body as { runId: string }).runId });
  });

  it('pages through executions in trial order', async () => {
    await register(sweep('continue-and-error', `[${[...Array(12).keys()].join(', ')}]`));
    const run = await startAndEnd('sweep');
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const query: Record<string, string> = { limit: '5', ...(cursor === undefined ? {} : { cursor }) };
      const answer = await call('GET', `/v1/runs/${run.runId}/executions`, { query });
      const page = routes.listExecutions.success.schema.parse(answer.body);
      ids.push(...page.items.map((item) => item.executionId));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(ids).toEqual([...Array.from({ length: 12 }, (_, index) => `train.${index}`), 'summarise']);
    const one = await call('GET', `/v1/runs/${run.runId}/executions`, { query: { node: 'summarise' } });
    expect(one.body).toMatchObject({ items: [{ executionId: 'summarise' }] });
    expect(await call('GET', `/v1/runs/${run.runId}/executions`, { query: { node: 'nope' } })).toMatchObject({
      status: 404,
    });
    expect(await call('GET', `/v1/runs/${run.runId}/executions`, { query: { cursor: 'x' } })).toMatchObject({
      status: 400,
    });
    expect(await call('GET', `/v1/runs/${run.runId}/executions/train.3`)).toMatchObject({ body: { trial: [3] } });
    for (const id of ['train', 'train.12', 'train.03', 'train.3.1', 'nope']) {
      expect(await call('GET', `/v1/runs/${run.runId}/executions/${id}`)).toMatchObject({ status: 404 });
    }
  });

  it('reads logs while they grow, by segment and line', async () => {
    await register();
    const run = await startAndEnd('chain');
    const execution = { node: 'prepare', executionId: 'prepare', generation: 1, attempt: '0.0' };
    const prefix = attemptPrefix('default', run.runId, execution);
    const line = (message: string) =>
      `${JSON.stringify({ time: '2026-01-01T00:00:00.000Z', stream: 'stdout', message })}\n`;
    await test.platform.objects.putText(`${prefix}logs/2.ndjson`, line('second'), 'application/x-ndjson');
    await test.platform.objects.putText(
      `${prefix}logs/10.ndjson`,
      line('third') + line('fourth'),
      'application/x-ndjson',
    );
    const path = `/v1/runs/${run.runId}/executions/prepare/logs`;
    expect((await call('GET', path)).body).toMatchObject({
      lines: [{ message: 'second' }, { message: 'third' }, { message: 'fourth' }],
      complete: true,
    });
    const place = Buffer.from(JSON.stringify(['1.0.0', 10, 1])).toString('base64url');
    expect((await call('GET', path, { query: { cursor: place } })).body).toMatchObject({
      lines: [{ message: 'fourth' }],
    });
    const event = { time: '2026-01-01T00:00:00.000Z', values: { loss: 0.5 } };
    await test.platform.objects.putText(
      `${prefix}metadata/0.ndjson`,
      `${JSON.stringify(event)}\n`,
      'application/x-ndjson',
    );
    const metadataPath = `/v1/runs/${run.runId}/executions/prepare/metadata`;
    const page = { events: [event], latest: {}, complete: true };
    expect((await call('GET', metadataPath)).body).toEqual(page);
    // The first segment fills a page.
    const many = Array.from({ length: 3000 }, (_, epoch) => ({ ...event, values: { epoch, note: 'x'.repeat(500) } }));
    const text = many.map((each) => `${JSON.stringify(each)}\n`).join('');
    await test.platform.objects.putText(`${prefix}metadata/0.ndjson`, text, 'application/x-ndjson');
    await test.platform.objects.putText(
      `${prefix}metadata/1.ndjson`,
      `${JSON.stringify(event)}\n`,
      'application/x-ndjson',
    );
    const { nextCursor, ...first } = (await call('GET', metadataPath)).body as { readonly nextCursor?: string };
    expect(first).toEqual({ events: many, latest: {}, complete: false });
    expect((await call('GET', metadataPath, { query: { cursor: nextCursor ?? '' } })).body).toEqual(page);
    expect((await call('GET', `/v1/runs/${run.runId}/artifacts`)).body).toEqual({ items: [] });
  });

  it('refuses what does not fit the contract, and says where', async () => {
    const many = await call('POST', '/v1/runs', { body: { pipeline: 1, parameters: { a: {} } } });
    expect(many).toMatchObject({ status: 400, body: { code: 'invalid' } });
    expect((many.body as { detail: string }).detail).toMatch(/body\.pipeline: .*; body\.parameters\.a: /u);
    expect(await call('POST', '/v1/runs')).toMatchObject({ status: 400 });
    expect(await call('POST', '/v1/runs', { rawBody: '{' })).toMatchObject({ status: 400 });
    const deep = `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`;
    expect(await call('POST', '/v1/runs', { rawBody: deep })).toMatchObject({ status: 400 });
    expect(await call('GET', '/v1/runs', { query: { limit: '0' } })).toMatchObject({ status: 400 });
    expect(await call('GET', '/v1/runs/nope')).toMatchObject({ status: 400 });
    expect(await call('GET', `/v1/runs/${'0'.repeat(26)}`)).toMatchObject({ status: 404 });
  });

  it('refuses a body that is too large at once', async () => {
    const began = performance.now();
    const answer = await call('POST', '/v1/pipelines', { rawBody: 'x'.repeat(6 * 1024 * 1024) });
    expect(answer).toMatchObject({ status: 413, body: { code: 'too-large' } });
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('knows no other paths or methods', async () => {
    expect(await call('GET', '/v1/pipelins')).toMatchObject({
      status: 404,
      body: { detail: 'there is no "/v1/pipelins"; did you mean "/v1/pipelines"?' },
    });
    expect(await call('GET', '/v1/pipelines/validate')).toMatchObject({ status: 404 });
    expect(await call('DELETE', '/v1/runs')).toMatchObject({ status: 404 });
    expect(await call('GET', '/v1/pipelines/%E0%A4%A')).toMatchObject({ status: 404 });
  });

  it('says nothing of its inside when it fails', async () => {
    const failing = apiOf({
      ...test.platform,
      runs: { ...test.platform.runs, list: () => Promise.reject(new Error('secret')) },
    });
    const answer = await failing('GET', '/v1/runs');
    expect(answer).toEqual({
      status: 500,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
      body: {
        type: 'about:blank',
        title: 'Unexpected fault',
        status: 500,
        detail: 'something went wrong inside of Slipway; its log has the details under the request id "request-1"',
        code: 'unexpected',
      },
    });
    const throttled = Object.assign(new Error('slow'), { name: 'ThrottlingException' });
    const busy = apiOf({ ...test.platform, runs: { ...test.platform.runs, list: () => Promise.reject(throttled) } });
    expect(await busy('GET', '/v1/runs')).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
  });
});

describe('access to the API', () => {
  const roles = ['viewer', 'operator', 'admin'] as const;

  it.each(Object.values(routes))('$method $path lets in who may', async ({ method, path, role }) => {
    const concrete = path.replaceAll(/\{[^}]+\}/gu, 'x');
    const statuses = await Promise.all(
      [undefined, ...roles].map(async (as) => {
        const request = as === undefined ? { as: 'nobody' as const } : { as: { project: 'empty', role: as } };
        const { status } = await call(method, concrete, request);
        return status === 401 || status === 403 ? status : 'in';
      }),
    );
    const expected = {
      public: ['in', 'in', 'in', 'in'],
      viewer: [401, 'in', 'in', 'in'],
      operator: [401, 403, 'in', 'in'],
      admin: [401, 403, 403, 'in'],
    };
    expect(statuses).toEqual(expected[role]);
  });

  it('shows nothing of another project', async () => {
    await register();
    const { runId } = await startAndEnd('chain');
    const as = { project: 'other', role: 'admin' } as const;
    for (const path of ['', '/executions', '/executions/prepare', '/executions/prepare/logs', '/artifacts']) {
      expect(await call('GET', `/v1/runs/${runId}${path}`, { as })).toMatchObject({ status: 404 });
    }
    expect(await call('POST', `/v1/runs/${runId}/stop`, { as })).toMatchObject({ status: 404 });
    expect(await call('GET', '/v1/pipelines/chain', { as })).toMatchObject({ status: 404 });
    expect((await call('GET', '/v1/runs', { as })).body).toEqual({ items: [] });
  });
});
