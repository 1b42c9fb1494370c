import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApiPlatform } from '../../../functions/api-platform.ts';
import { readFinishEvent } from '../../../functions/finish-run/read-finish-event.ts';
import { registerPipeline } from '../../../platform/pipelines/register-pipeline.ts';
import { answerApproval } from '../../../platform/runs/answer-approval.ts';
import { finishRun } from '../../../platform/runs/finish-run.ts';
import { getRun } from '../../../platform/runs/get-run.ts';
import { reconcileRuns } from '../../../platform/runs/reconcile-runs.ts';
import { requestApproval } from '../../../platform/runs/request-approval.ts';
import { retryRun } from '../../../platform/runs/retry-run.ts';
import type { RunKey } from '../../../platform/runs/run-store.ts';
import { executionIdOf, type Run } from '../../../platform/runs/run.ts';
import { startRun } from '../../../platform/runs/start-run.ts';
import { stopRun } from '../../../platform/runs/stop-run.ts';
import { chain, pipelineSweep, sweep } from '../definitions.ts';
import { problemOf } from '../problem-of.ts';
import { startTestPlatform, type TestPlatform } from '../test-platform.ts';

let test: TestPlatform;
/** Executions that ran, as `<id> <generation>.<attempt>`. */
let ran: string[] = [];
/** What fails, by the id of its execution. */
let faulty = new Set<string>();

/** If A fails, B runs instead; both fail. Whichever ran, C is to have run. */
const failover = `
- step: { name: work, handler: slipway/train#default }
- pipeline:
    name: failover
    nodes:
      - { name: a, type: execution, step: work }
      - { name: b, type: execution, step: work, depends: a.Failed }
      - { name: c, type: execution, step: work, depends: a.Succeeded || b.Succeeded }
    edges: []
`;

const approved = `
- step: { name: work, handler: slipway/train#default }
- pipeline:
    name: approved
    nodes:
      - { name: a, type: execution, step: work }
      - { name: ask, type: approval, depends: a }
      - { name: b, type: execution, step: work, depends: ask }
    edges: []
`;

const cleaned = `
- step: { name: work, handler: slipway/train#default }
- pipeline:
    name: cleaned
    finally: [clean, tell]
    nodes:
      - { name: a, type: execution, step: work }
      - { name: clean, type: execution, step: work }
      - { name: tell, type: execution, step: work }
    edges: []
`;

/** A person is asked of what `train` made, which is gathered whatever became of its trials. */
const tolerant = `
- step:
    name: train
    handler: slipway/train#default
    parameters: [{ name: epochs, type: integer, default: 1 }]
- step: { name: work, handler: slipway/train#default }
- task:
    name: search
    step: train
    type: grid_search
    on-child-error: continue-and-complete
    parameters:
      - { name: epochs, style: multiple, rules: { items: [1, 2, 3] } }
- pipeline:
    name: tolerant
    nodes:
      - { name: train, type: task, task: search }
      - { name: gather, type: execution, step: work, depends: train }
      - { name: ask, type: approval, depends: gather }
      - { name: use, type: execution, step: work, depends: ask }
    edges: []
`;

beforeAll(async () => {
  test = await startTestPlatform();
  for (const definition of [chain, sweep('continue-and-error'), failover, approved, cleaned, tolerant, pipelineSweep])
    await registerPipeline(test.platform, { project: 'default', file: 'valohai.yaml', definition, code: {} });
});
afterAll(() => test[Symbol.asyncDispose]());
beforeEach(() => {
  ran = [];
  faulty = new Set();
  test.paths.event = true;
  test.paths.lastState = true;
  test.act = ({ node, trial, generation, attempt }) => {
    const id = executionIdOf(node, trial);
    ran.push(`${id} ${generation}.${attempt}`);
    return faulty.has(id) ? { kind: 'fail', message: 'bad luck' } : undefined;
  };
});

async function endedRun(pipeline: string): Promise<Run> {
  const run = await startRun(test.platform, { project: 'default', pipeline, parameters: {}, inputs: {} });
  return test.ended(run);
}

/** Retries, waits for the end, and gives what ran on the way. */
async function retried(key: RunKey, platform: ApiPlatform = test.platform): Promise<Run & { readonly ran: string[] }> {
  ran = [];
  await retryRun(platform, key);
  return { ...(await test.ended(key)), ran: ran.toSorted() };
}

async function fatesOf(run: RunKey): Promise<Readonly<Record<string, string>>> {
  const { nodes } = await getRun(test.platform, run);
  return Object.fromEntries(nodes.map(({ node, status }) => [node, status]));
}

describe('retryRun', () => {
  it('drives the machine on where that repeats what failed', async () => {
    faulty = new Set(['train']);
    const failed = await endedRun('chain');
    expect(failed).toMatchObject({ status: 'failed', generation: 1 });
    faulty = new Set();
    const again = await retried(failed);
    expect(again).toMatchObject({ status: 'succeeded', generation: 2, redrive: { generation: 1, count: 1 } });
    expect(again.stateMachineExecutionArn).toBe(failed.stateMachineExecutionArn);
    expect(again.reason).toBeUndefined();
    expect(again.ran).toEqual(['train 1.1.0']);
    expect(await fatesOf(failed)).toEqual({ prepare: 'succeeded', train: 'succeeded' });
  });

  it('may be repeated while it fails', async () => {
    faulty = new Set(['prepare']);
    const failed = await endedRun('chain');
    expect(await retried(failed)).toMatchObject({ status: 'failed', generation: 2, ran: ['prepare 1.1.0'] });
    expect(await fatesOf(failed)).toEqual({ prepare: 'failed', train: 'omitted' });
    faulty = new Set();
    expect(await retried(failed)).toMatchObject({
      status: 'succeeded',
      generation: 3,
      redrive: { generation: 1, count: 2 },
      ran: ['prepare 1.2.0', 'train 1.2.0'],
    });
  });

  it('starts a new machine where the old one has dealt with the failure, and runs only what did not succeed', async () => {
    faulty = new Set(['train.1']);
    const failed = await endedRun('sweep');
    expect(await fatesOf(failed)).toEqual({ train: 'failed', summarise: 'omitted' });
    faulty = new Set();
    const again = await retried(failed);
    expect(again).toMatchObject({ status: 'succeeded', generation: 2 });
    expect(again.redrive).toBeUndefined();
    expect(again.ran).toEqual(['summarise 2.0.0', 'train.1 2.0.0']);
    const { nodes } = await getRun(test.platform, failed);
    expect(nodes.map(({ counts }) => counts)).toEqual([
      { total: 3, succeeded: 3 },
      { total: 1, succeeded: 1 },
    ]);
  });

  it('forgets the fates of what did not succeed, so that a way not taken again is left out', async () => {
    faulty = new Set(['a', 'b']);
    const failed = await endedRun('failover');
    expect(await fatesOf(failed)).toEqual({ a: 'failed', b: 'failed', c: 'omitted' });
    faulty = new Set();
    const again = await retried(failed);
    expect({ status: again.status, ran: again.ran }).toEqual({ status: 'succeeded', ran: ['a 2.0.0', 'c 2.0.0'] });
    expect(await fatesOf(failed)).toEqual({ a: 'succeeded', b: 'omitted', c: 'succeeded' });
  });

  it('leaves out what had run instead of something that succeeds now', async () => {
    faulty = new Set(['a', 'c']);
    const failed = await endedRun('failover');
    expect(await fatesOf(failed)).toEqual({ a: 'failed', b: 'succeeded', c: 'failed' });
    faulty = new Set();
    const again = await retried(failed);
    expect({ status: again.status, ran: again.ran }).toEqual({ status: 'succeeded', ran: ['a 2.0.0', 'c 2.0.0'] });
    expect(await fatesOf(failed)).toEqual({ a: 'succeeded', b: 'omitted', c: 'succeeded' });
  });

  it('gathers and asks again where a trial before it runs again', async () => {
    faulty = new Set(['train.1', 'use']);
    const run = await startRun(test.platform, { project: 'default', pipeline: 'tolerant', parameters: {}, inputs: {} });
    const approve = async () => {
      const key = { project: 'default', runId: run.runId, executionId: 'ask' };
      for (;;) {
        const approval = await test.platform.approvals.get(key);
        if (approval !== undefined && approval.answer === undefined) break;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await answerApproval(test.platform, { ...key, decision: 'approved' });
    };
    await approve();
    expect(await test.ended(run)).toMatchObject({ status: 'failed', generation: 1 });
    faulty = new Set();
    ran = [];
    const again = await retryRun(test.platform, run);
    expect(again.nodes.map(({ fate }) => fate)).toEqual([undefined, undefined, undefined, undefined]);
    await approve();
    expect(await test.ended(run)).toMatchObject({ status: 'succeeded', generation: 2 });
    expect(ran).toEqual(['train.1 2.0.0', 'gather 2.0.0', 'use 2.0.0']);
  });

  it('repeats of a sweep of chains only those that broke', async () => {
    faulty = new Set(['prepare.1']);
    const failed = await endedRun('pipeline-sweep');
    expect(failed.status).toBe('failed');
    faulty = new Set();
    const again = await retried(failed);
    expect(again.status).toBe('succeeded');
    expect(again.ran.filter((id) => !id.startsWith('predict'))).toEqual([
      'prepare.1 2.0.0',
      'train.1.0 2.0.0',
      'train.1.1 2.0.0',
    ]);
  });

  it('runs all of finally again, and sees anew what the rest comes to', async () => {
    faulty = new Set(['a', 'tell']);
    const failed = await endedRun('cleaned');
    expect(failed).toMatchObject({ status: 'failed', outcome: { status: 'failed' } });
    faulty = new Set();
    const again = await retried(failed);
    expect(again).toMatchObject({ status: 'succeeded', generation: 2, outcome: { status: 'succeeded' } });
    expect(again.ran).toEqual(['a 2.0.0', 'clean 2.0.0', 'tell 2.0.0']);
    expect(await fatesOf(failed)).toEqual({ a: 'succeeded', clean: 'succeeded', tell: 'succeeded' });
  });

  it('shows what is to run again as pending', async () => {
    faulty = new Set(['train']);
    const failed = await endedRun('chain');
    let go = (): void => undefined;
    const until = new Promise<void>((resolve) => (go = resolve));
    test.act = () => ({ kind: 'wait', until });
    const again = await retryRun(test.platform, failed);
    expect(again).toMatchObject({ status: 'running', generation: 2 });
    expect(again.finishedAt).toBeUndefined();
    expect(['pending', 'running']).toContain((await fatesOf(failed))['train']);
    expect((await fatesOf(failed))['prepare']).toBe('succeeded');
    go();
    await test.ended(failed);
  });

  it('starts a new machine where the service does not drive the old one on', async () => {
    const { machines } = test.platform;
    const describe: ApiPlatform['machines']['describe'] = async (arn) => {
      const found = await machines.describe(arn);
      return found && { ...found, redrivable: false };
    };
    faulty = new Set(['train']);
    const failed = await endedRun('chain');
    faulty = new Set();
    const again = await retried(failed, { ...test.platform, machines: { ...machines, describe } });
    expect(again).toMatchObject({ status: 'succeeded', generation: 2, ran: ['train 2.0.0'] });

    faulty = new Set(['train']);
    const other = await endedRun('chain');
    faulty = new Set();
    const redrive = async (): Promise<boolean> => false;
    const refused = await retried(other, { ...test.platform, machines: { ...machines, redrive } });
    expect(refused).toMatchObject({ status: 'succeeded', generation: 3, ran: ['train 3.0.0'] });
    expect(refused.redrive).toBeUndefined();
  });

  it('is not ended by what is still said of the former end', async () => {
    faulty = new Set(['train']);
    const failed = await endedRun('chain');
    const late = await test.statusEvent(`${failed.runId}-1`, 'FAILED');
    let go = (): void => undefined;
    const until = new Promise<void>((resolve) => (go = resolve));
    test.act = () => ({ kind: 'wait', until });
    await retryRun(test.platform, failed);
    const request = readFinishEvent(late, 'test');
    if (request === undefined) throw new Error('not the end of a run');
    expect((await finishRun(test.platform, request)).kind).toBe('already-finished');
    expect((await test.platform.runs.get(failed))?.status).toBe('running');
    go();
    expect(await test.ended(failed)).toMatchObject({ status: 'succeeded', generation: 2 });
  });

  it('happens once, however many ask at the same time', async () => {
    faulty = new Set(['train']);
    const failed = await endedRun('chain');
    faulty = new Set();
    ran = [];
    await Promise.all(Array.from({ length: 8 }, () => retryRun(test.platform, failed)));
    expect(await test.ended(failed)).toMatchObject({ status: 'succeeded', generation: 2 });
    expect(ran).toEqual(['train 1.1.0']);
  });

  it('lets a stopped run go on', async () => {
    let go = (): void => undefined;
    const until = new Promise<void>((resolve) => (go = resolve));
    const begun = new Promise<void>((resolve) => {
      test.act = ({ node }) => {
        if (node !== 'train') return undefined;
        resolve();
        return { kind: 'wait', until };
      };
    });
    const run = await startRun(test.platform, { project: 'default', pipeline: 'chain', parameters: {}, inputs: {} });
    await begun;
    expect(await stopRun(test.platform, run)).toMatchObject({ status: 'stopped' });
    go();
    test.act = ({ node, attempt }) => (ran.push(`${node} ${attempt}`), undefined);
    expect(await retried(run)).toMatchObject({ status: 'succeeded', generation: 2, ran: ['train 1.0'] });
  });

  it('asks again after a no, and not again after a yes', async () => {
    const asked = async (executionId: string): Promise<{ readonly attempt: string }> => {
      for (;;) {
        const approval = await test.platform.approvals.get({ project: 'default', runId: run.runId, executionId });
        if (approval !== undefined && approval.answer === undefined) return approval;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const answer = async (executionId: string, decision: 'approved' | 'rejected') => {
      await asked(executionId);
      await answerApproval(test.platform, { project: 'default', runId: run.runId, executionId, decision });
    };
    const request = { project: 'default', pipeline: 'approved', parameters: {}, inputs: {} };
    const run = await startRun(test.platform, request);
    await answer('ask', 'rejected');
    expect(await test.ended(run)).toMatchObject({ status: 'failed', generation: 1 });
    await retryRun(test.platform, run);
    await answer('ask', 'approved');
    faulty = new Set(['b']);
    expect(await test.ended(run)).toMatchObject({ status: 'failed', generation: 2 });
    expect(await fatesOf(run)).toEqual({ a: 'succeeded', ask: 'succeeded', b: 'failed' });
    faulty = new Set();
    ran = [];
    await retryRun(test.platform, run);
    expect(await test.ended(run)).toMatchObject({ status: 'succeeded', generation: 3 });
    expect(ran).toEqual(['b 1.2.0']);
  });

  it('records under the new attempt an answer of which the former machine did not hear', async () => {
    const key = { project: 'default', runId: '01ANSWEREDBUTNEVERTOLD0000' };
    const event = { ...key, generation: 1, node: 'ask', trial: [], moment: 'node' } as const;
    const place = { ...event, executionId: 'ask', attempt: '0.0', token: 'old' };
    const at = '2026-01-01T00:00:00.000Z';
    await test.platform.approvals.put({ ...place, requestedAt: at, answer: { decision: 'approved', at } });
    const told: string[] = [];
    const tokens = { succeed: async (token: string) => void told.push(token), fail: async () => undefined };
    const context = { ...test.platform, tokens };
    await requestApproval(context, { ...event, generation: 2, attempt: '0.0', token: 'new' });
    expect(told).toEqual(['new']);
    expect(await test.platform.executions.get('default', key.runId, 'ask', [])).toMatchObject({
      status: 'succeeded',
      generation: 2,
      metadata: { decision: 'approved' },
    });
  });

  it('says what cannot be retried, and leaves alone what is at work', async () => {
    const succeeded = await endedRun('chain');
    const problem = await problemOf(retryRun(test.platform, succeeded));
    expect({ kind: problem.kind, message: problem.message }).toEqual({
      kind: 'conflict',
      message: `run "${succeeded.runId}" succeeded: there is nothing to retry; start another run, or one with other parameters from a node on (rerun)`,
    });
    expect((await problemOf(retryRun(test.platform, { project: 'default', runId: '0'.repeat(26) }))).kind).toBe(
      'not-found',
    );
    let go = (): void => undefined;
    const until = new Promise<void>((resolve) => (go = resolve));
    test.act = () => ({ kind: 'wait', until });
    const run = await startRun(test.platform, { project: 'default', pipeline: 'chain', parameters: {}, inputs: {} });
    expect(await retryRun(test.platform, run)).toMatchObject({ status: 'running', generation: 1 });
    go();
    await test.ended(run);
  });

  it('fails again where its own start broke off, and can be retried then', async () => {
    faulty = new Set(['train']);
    const failed = await endedRun('chain');
    faulty = new Set();
    const { machines } = test.platform;
    const redrive = async (): Promise<boolean> => {
      throw new Error('the process died');
    };
    const broken: ApiPlatform = { ...test.platform, machines: { ...machines, redrive } };
    await expect(retryRun(broken, failed)).rejects.toThrow('the process died');
    await reconcileRuns(test.platform, { minimumAgeSeconds: -60, hasTime: () => true });
    expect(await test.platform.runs.get(failed)).toMatchObject({ status: 'failed', generation: 2 });
    expect(await retried(failed)).toMatchObject({ status: 'succeeded', generation: 3, ran: ['train 1.1.0'] });
  });
});
