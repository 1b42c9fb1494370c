import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerPipeline } from '../../../platform/pipelines/register-pipeline.ts';
import { finishRun } from '../../../platform/runs/finish-run.ts';
import { getRun } from '../../../platform/runs/get-run.ts';
import { listExecutions } from '../../../platform/runs/list-executions.ts';
import { reconcileRuns } from '../../../platform/runs/reconcile-runs.ts';
import type { RunKey } from '../../../platform/runs/run-store.ts';
import { startRun } from '../../../platform/runs/start-run.ts';
import { stopRun } from '../../../platform/runs/stop-run.ts';
import { chain, pipelineSweep, sweep } from '../definitions.ts';
import { startTestPlatform, type TestPlatform } from '../test-platform.ts';

let test: TestPlatform;
const project = 'default';
const at = '2026-01-01T00:00:00.000Z';

beforeAll(async () => {
  test = await startTestPlatform();
});
afterAll(() => test[Symbol.asyncDispose]());
beforeEach(() => {
  test.act = () => undefined;
  test.paths.event = true;
  test.paths.lastState = true;
});

async function start(definition: string) {
  const { version } = await registerPipeline(test.platform, { project, file: 'valohai.yaml', definition, code: {} });
  return startRun(test.platform, {
    project,
    pipeline: version.pipeline,
    version: version.definitionHash,
    parameters: {},
    inputs: {},
  });
}

/** Everything that a reader sees of how a run ended, without times. */
async function outcome(key: RunKey) {
  await test.ended(key);
  const { run, nodes } = await getRun(test.platform, key);
  const { items } = await listExecutions(test.platform, key, { limit: 100 });
  return {
    status: run.status,
    reason: run.reason,
    nodes: nodes.map(({ node, status, reason }) => [node, status, reason]),
    executions: items.map(({ executionId, status, reason }) => [executionId, status, reason]),
  };
}

/** The state machine's execution, whatever became of the run. */
async function machineEnded(key: RunKey) {
  const run = await test.platform.runs.get(key);
  for (;;) {
    const execution = await test.platform.machines.describe(run?.stateMachineExecutionArn ?? '');
    if (execution?.status !== 'RUNNING') return execution;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('finishRun', () => {
  it('gives a failed step its reason, and the nodes behind it theirs', async () => {
    test.act = ({ node }) => (node === 'prepare' ? { kind: 'fail', message: 'the file has no rows' } : undefined);
    expect(await outcome(await start(chain))).toEqual({
      status: 'failed',
      reason: '"prepare" failed: the file has no rows',
      nodes: [
        ['prepare', 'failed', 'the file has no rows'],
        ['train', 'omitted', '"train" did not run because "prepare" failed'],
      ],
      executions: [['prepare', 'failed', 'the file has no rows']],
    });
  });

  it('finds the step that died without a word', async () => {
    test.act = ({ node }) =>
      node === 'train'
        ? { kind: 'silent', error: 'Runtime.ExitError', cause: '{"errorMessage":"signal: killed"}' }
        : undefined;
    const reason =
      'its process ended without an answer, most often because it used more memory than its function has; raise "memory" of the step, or keep less at once (signal: killed)';
    expect(await outcome(await start(chain))).toEqual({
      status: 'failed',
      reason: `"train" ended in an error: ${reason}`,
      nodes: [
        ['prepare', 'succeeded', undefined],
        ['train', 'errored', reason],
      ],
      executions: [
        ['prepare', 'succeeded', undefined],
        ['train', 'errored', reason],
      ],
    });
  });

  it('fails a run whose sweep has a failed trial, and keeps its siblings', async () => {
    test.act = ({ trial }) => (trial[0] === 1 ? { kind: 'fail', message: 'diverged' } : undefined);
    expect(await outcome(await start(sweep('continue-and-error')))).toEqual({
      status: 'failed',
      reason: '"train" failed: of 3 executions, 1 failed; first train.1: diverged',
      nodes: [
        ['train', 'failed', 'of 3 executions, 1 failed; first train.1: diverged'],
        ['summarise', 'omitted', '"summarise" did not run because "train" failed'],
      ],
      executions: [
        ['train.0', 'succeeded', undefined],
        ['train.1', 'failed', 'diverged'],
        ['train.2', 'succeeded', undefined],
      ],
    });
  });

  it('lets a run succeed whose sweep completes without a failed trial', async () => {
    test.act = ({ node, trial }) =>
      node === 'train' && trial[0] === 1
        ? { kind: 'fail', message: 'diverged' }
        : { kind: 'succeed', metadata: { accuracy: 0.5 + (trial[0] ?? 0) / 10 } };
    const run = await start(sweep('continue-and-complete'));
    expect(await outcome(run)).toMatchObject({
      status: 'succeeded',
      nodes: [
        ['train', 'succeeded', 'of 3 executions, 1 failed'],
        ['summarise', 'succeeded', undefined],
      ],
    });
    const { nodes } = await getRun(test.platform, run);
    expect(nodes[0]).toMatchObject({
      counts: { total: 3, succeeded: 2, failed: 1 },
      best: { metric: 'accuracy', value: 0.7, executionId: 'train.2' },
    });
  });

  it('tells trials that never ran from those that failed', async () => {
    test.act = ({ node, trial }) =>
      node === 'prepare' && trial[0] === 1 ? { kind: 'fail', message: 'no data' } : undefined;
    const { nodes, status } = await outcome(await start(pipelineSweep));
    expect({ status, nodes }).toEqual({
      status: 'failed',
      nodes: [
        ['prepare', 'failed', 'of 2 executions, 1 failed; first prepare.1: no data'],
        ['train', 'omitted', 'of 4 executions, 2 did not run because "prepare" failed'],
        ['predict', 'omitted', '"predict" did not run because "prepare" failed'],
      ],
    });
  });

  it('gives one outcome, whichever of its three paths comes, in whichever order', async () => {
    const expected = {
      status: 'failed',
      reason: '"train" failed: bad luck',
      nodes: [
        ['prepare', 'succeeded', undefined],
        ['train', 'failed', 'bad luck'],
      ],
      executions: [
        ['prepare', 'succeeded', undefined],
        ['train', 'failed', 'bad luck'],
      ],
    };
    test.act = ({ node }) => (node === 'train' ? { kind: 'fail', message: 'bad luck' } : undefined);
    test.paths.event = false;
    const run = await start(chain);
    const machine = await machineEnded(run);
    const ending = { kind: 'failed' as const, error: machine?.error ?? '', cause: machine?.cause ?? '' };
    const answers = await Promise.all(Array.from({ length: 12 }, () => finishRun(test.platform, { ...run, ending })));
    expect(answers.filter((answer) => answer.kind === 'finished')).toHaveLength(1);
    expect(await outcome(run)).toEqual(expected);
    // A last state that is delivered late, and another event, change nothing.
    const late = await finishRun(test.platform, { ...run, ending: { kind: 'reached-end' } });
    expect(late.kind).toBe('already-finished');
    expect(await outcome(run)).toEqual(expected);
  });

  it('succeeds by the event alone, and by the last state alone', async () => {
    test.paths.lastState = false;
    expect(await outcome(await start(chain))).toMatchObject({ status: 'succeeded' });
    test.paths.lastState = true;
    test.paths.event = false;
    expect(await outcome(await start(chain))).toMatchObject({ status: 'succeeded' });
  });

  it('does not end a run by the end of another execution, or of another generation', async () => {
    test.paths.event = false;
    test.paths.lastState = false;
    const run = await start(chain);
    await machineEnded(run);
    const ending = { kind: 'aborted' as const };
    const foreign = { ...run, ending, stateMachineExecutionArn: `${run.stateMachineExecutionArn ?? ''}0` };
    expect(await finishRun(test.platform, foreign)).toEqual({ kind: 'unknown-run' });
    expect((await finishRun(test.platform, { ...run, generation: 2, ending })).kind).toBe('already-finished');
    expect(await finishRun(test.platform, { ...run, runId: '0'.repeat(26), ending })).toEqual({ kind: 'unknown-run' });
    expect((await test.platform.runs.get(run))?.status).toBe('running');
    await finishRun(test.platform, { ...run, ending: { kind: 'reached-end' } });
  });

  it('lets a sweep that met its stop condition succeed also in a machine that is driven on', async () => {
    const key = { project, runId: '01STOPPEDINAMACHINEDRIVEN0' };
    const axis = { axis: 'train', size: 2, onChildError: 'continue-and-error' } as const;
    const train = { node: 'train', kind: 'sweep', step: 'train', axes: [axis], after: [] } as const;
    await test.platform.runs.create({
      ...key,
      pipeline: 'search',
      definitionHash: 'd',
      structureHash: 's',
      status: 'running',
      generation: 2,
      redrive: { generation: 1, count: 1 },
      parameters: {},
      inputs: {},
      nodes: [{ ...train, stopCondition: 'score > 3' }],
      createdAt: at,
    });
    const { executions, sweeps } = test.platform;
    const first = { ...key, generation: 1, node: 'train', trial: [0], attempt: '1.0' };
    await executions.begin(first, {}, at);
    const outcome = { kind: 'succeeded' } as const;
    await executions.finishAttempt(first, { outcome, metadata: {}, outputs: [], inputs: {}, finishedAt: at });
    await sweeps.stop({ ...first, trial: [] }, { by: 'train.0', reason: 'enough' });
    await executions.setFate({ ...first, trial: [1] }, 'stopped', 'enough', at);
    await finishRun(test.platform, { ...key, generation: 1, redriveCount: 1, ending: { kind: 'reached-end' } });
    expect(await test.platform.runs.get(key)).toMatchObject({
      status: 'succeeded',
      nodes: [{ fate: 'succeeded', reason: 'enough: 1 of 2 executions were stopped' }],
    });
  });

  it('counts no fewer trials than exist, and waits for no question of an earlier machine', async () => {
    const key = { project, runId: '01FOUNDANEWWITHALLITSTRIALS' };
    const axes = [{ axis: 'train', onChildError: 'continue-and-error' }] as const;
    await test.platform.runs.create({
      ...key,
      pipeline: 'found',
      definitionHash: 'd',
      structureHash: 's',
      status: 'running',
      generation: 2,
      parameters: {},
      inputs: {},
      nodes: [{ node: 'train', kind: 'sweep', step: 'train', axes, after: [], asks: true }],
      createdAt: at,
    });
    const { executions, approvals } = test.platform;
    const place = { ...key, generation: 1, node: 'train', attempt: '0.0' };
    await approvals.put({ ...place, trial: [], executionId: 'train', moment: 'starting', token: 't', requestedAt: at });
    for (const trial of [[0], [1], [2]]) {
      await executions.begin({ ...place, trial }, {}, at);
      const outcome = { kind: 'succeeded' } as const;
      const result = { outcome, metadata: {}, outputs: [], inputs: {}, finishedAt: at };
      await executions.finishAttempt({ ...place, trial }, result);
    }
    const { nodes } = await getRun(test.platform, key);
    expect(nodes.map(({ status, counts }) => ({ status, counts }))).toEqual([
      { status: 'succeeded', counts: { total: 3, pending: 0, succeeded: 3 } },
    ]);
    await finishRun(test.platform, { ...key, generation: 2, ending: { kind: 'reached-end' } });
    expect(await test.platform.runs.get(key)).toMatchObject({ status: 'succeeded', nodes: [{ fate: 'succeeded' }] });
  });

  it('tells of a sweep at work no end, and no best trial but of those that succeeded', async () => {
    const key = { project: 'default', runId: '01AAAAAAAAAAAAAAAAAAAAAAAB' };
    const axes = [{ axis: 'task', size: 3, onChildError: 'continue-and-error' as const }];
    await test.platform.runs.create({
      ...key,
      pipeline: 'p',
      definitionHash: 'd',
      structureHash: 's',
      status: 'running',
      generation: 1,
      parameters: {},
      inputs: {},
      nodes: [{ node: 'train', kind: 'sweep', step: 'train', axes, after: [], targetMetric: 'accuracy' }],
      createdAt: at,
    });
    const { executions } = test.platform;
    for (const [trial, kind, accuracy] of [
      [0, 'succeeded', 0.5],
      [1, 'failed', 0.9],
      [2, 'running', 0.8],
    ] as const) {
      const attempt = { ...key, generation: 1, node: 'train', trial: [trial], attempt: '0.0' };
      await executions.begin(attempt, {}, at);
      if (kind === 'running') continue;
      const outcome = kind === 'failed' ? { kind, error: 'Step', message: 'no' } : { kind };
      await executions.finishAttempt(attempt, {
        outcome,
        metadata: { accuracy },
        outputs: [],
        inputs: {},
        finishedAt: at,
      });
    }
    const [node] = (await getRun(test.platform, key)).nodes;
    expect(node).toMatchObject({ status: 'running', startedAt: at, best: { value: 0.5, executionId: 'train.0' } });
    expect(node).not.toHaveProperty('finishedAt');
    await finishRun(test.platform, { ...key, generation: 1, ending: { kind: 'reached-end' } });
  });

  it('reads no execution one by one when all of a sweep succeeded', async () => {
    test.paths.event = false;
    const run = await start(sweep('continue-and-error').replace('    optimization-target-metric: accuracy\n', ''));
    await machineEnded(run);
    const other = await start(sweep('continue-and-error').replace('    optimization-target-metric: accuracy\n', ''));
    test.paths.lastState = false;
    await machineEnded(other);
    const { executions } = test.platform;
    const counted = { list: 0, get: 0 };
    const counting = {
      ...test.platform,
      executions: {
        ...executions,
        list: (...given: Parameters<typeof executions.list>) => (counted.list++, executions.list(...given)),
        get: (...given: Parameters<typeof executions.get>) => (counted.get++, executions.get(...given)),
      },
    };
    await finishRun(counting, { ...other, ending: { kind: 'reached-end' } });
    expect(counted).toEqual({ list: 0, get: 0 });
  });
});

describe('stopRun', () => {
  it('ends a run at once, and fences off what its steps write afterwards', async () => {
    let release: () => void = () => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    const reached = new Promise<void>((resolve) => {
      test.act = ({ node }) => {
        if (node === 'prepare') resolve();
        return { kind: 'wait', until };
      };
    });
    const run = await start(chain);
    await reached;
    const stopped = await stopRun(test.platform, run);
    expect(stopped.status).toBe('stopped');
    release();
    await machineEnded(run);
    const expected = {
      status: 'stopped',
      reason: 'the run was stopped',
      nodes: [
        ['prepare', 'stopped', 'the run was stopped while it was at work'],
        ['train', 'stopped', '"train" had not begun when the run was stopped'],
      ],
      executions: [['prepare', 'stopped', 'the run was stopped while it was at work']],
    };
    expect(await outcome(run)).toEqual(expected);
    expect(await stopRun(test.platform, run)).toMatchObject({ status: 'stopped' });
    expect(await outcome(run)).toEqual(expected);
  });

  it('leaves a run that has ended as it is', async () => {
    const run = await start(chain);
    await test.ended(run);
    expect(await stopRun(test.platform, run)).toMatchObject({ status: 'succeeded' });
  });
});

describe('reconcileRuns', () => {
  const request = { minimumAgeSeconds: -1, hasTime: () => true };

  it('finishes runs whose end nobody told', async () => {
    test.paths.event = false;
    test.paths.lastState = false;
    const run = await start(chain);
    await machineEnded(run);
    const answer = await reconcileRuns(test.platform, request);
    expect(answer.finished).toBe(1);
    expect(await outcome(run)).toMatchObject({ status: 'succeeded' });
    expect(await reconcileRuns(test.platform, request)).toEqual({ looked: 0, finished: 0 });
  });

  it('fails a run that was never started, and leaves young and running ones alone', async () => {
    const { version } = await registerPipeline(test.platform, { project, file: 'v.yaml', definition: chain, code: {} });
    const broken = {
      ...test.platform,
      machines: { ...test.platform.machines, start: () => Promise.reject(new Error('lost')) },
    };
    const started = startRun(broken, { project, pipeline: version.pipeline, parameters: {}, inputs: {} });
    await expect(started).rejects.toThrow('lost');
    let release: () => void = () => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    test.act = () => ({ kind: 'wait', until });
    const running = await start(chain);
    expect(await reconcileRuns(test.platform, { ...request, minimumAgeSeconds: 60 })).toEqual({
      looked: 0,
      finished: 0,
    });
    expect(await reconcileRuns(test.platform, request)).toEqual({ looked: 2, finished: 1 });
    release();
    await test.ended(running);
    const { items } = await test.platform.runs.list(project, { status: 'failed' }, { limit: 1 });
    expect(items[0]).toMatchObject({ reason: 'the run was never started: its start broke off; start it again' });
  });
});
