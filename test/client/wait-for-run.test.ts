import { describe, expect, it } from 'vitest';
import { createSlipwayClient, waitForRun, WaitTimeoutError } from '../../client/index.ts';
import { RUN_ID, someNode, someRunDetail } from './resources.ts';
import { serveRoutes } from './serve-routes.ts';

const polls = { leastPollIntervalMs: 1, mostPollIntervalMs: 2 };

describe('waitForRun', () => {
  it('tells every change once and gives the run with its fate', async () => {
    const running = someRunDetail([someNode({ status: 'running' })]);
    const done = someRunDetail([someNode({ status: 'succeeded' })], { status: 'succeeded' });
    const answers = [running, running, running, done];
    await using server = await serveRoutes({ getRun: () => ({ body: answers.shift() ?? done }) });
    const seen: string[] = [];
    const ended = await waitForRun(createSlipwayClient({ endpoint: server.endpoint }), RUN_ID, {
      ...polls,
      onProgress: (run) => seen.push(run.status),
    });
    expect(seen).toEqual(['running', 'succeeded']);
    expect(ended).toEqual(done);
  });

  it.each(['failed', 'stopped'] as const)('ends with a run that has %s', async (status) => {
    await using server = await serveRoutes({ getRun: () => ({ body: someRunDetail([], { status }) }) });
    const ended = await waitForRun(createSlipwayClient({ endpoint: server.endpoint }), RUN_ID, polls);
    expect(ended.status).toBe(status);
  });

  it('gives up after the time-out, with the run as it was', async () => {
    await using server = await serveRoutes({ getRun: () => ({ body: someRunDetail([]) }) });
    const waiting = waitForRun(createSlipwayClient({ endpoint: server.endpoint }), RUN_ID, { ...polls, timeoutMs: 10 });
    const error = await waiting.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(error).toMatchObject({ message: `run ${RUN_ID} is still running after 0.01 s`, run: someRunDetail([]) });
  });

  it('gives up on an answer that does not come', { timeout: 20_000 }, async () => {
    const running = someRunDetail([]);
    let asked = 0;
    const never = new Promise<never>(() => undefined);
    await using server = await serveRoutes({ getRun: () => ((asked += 1) === 1 ? { body: running } : never) });
    const client = createSlipwayClient({ endpoint: server.endpoint });
    const wait = (timeoutMs: number): Promise<unknown> =>
      waitForRun(client, RUN_ID, { ...polls, timeoutMs }).catch((thrown: unknown) => thrown);
    asked = 1;
    expect(await wait(10)).toEqual(new WaitTimeoutError(RUN_ID, undefined, 10));
    asked = 0;
    expect(await wait(2000)).toEqual(new WaitTimeoutError(RUN_ID, running, 2000));
  });
});
