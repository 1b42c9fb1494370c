import { describe, expect, it } from 'vitest';
import type { ApprovalAnswer } from '../../../platform/runs/approval.ts';
import { type Acts, runShort, type ShortPipeline } from './define.ts';

type Answer = Pick<ApprovalAnswer, 'decision' | 'comment'>;
const yes: Answer = { decision: 'approved', comment: 'go' };
const no: Answer = { decision: 'rejected', comment: 'not on a Friday' };

async function ended(pipeline: ShortPipeline, answers: Readonly<Record<string, Answer>>, acts: Acts = {}) {
  const { run, machine, seconds } = await runShort(pipeline, acts, {
    answers: (executionId) => answers[executionId],
    seconds: (executionId) => (executionId.startsWith('approve') ? 60 : 1),
  });
  expect(machine).toBe(run.status === 'succeeded' ? 'SUCCEEDED' : 'FAILED');
  const nodes = run.nodes.map(
    ({ node, fate, reason }) => `${node} ${fate ?? 'open'}${reason === undefined ? '' : ` (${reason})`}`,
  );
  return { status: run.status, reason: run.reason, seconds, nodes };
}

describe('a node of type approval', () => {
  const pipeline: ShortPipeline = {
    nodes: { train: {}, approve: { type: 'approval', timeout: '1h' }, deploy: {} },
    edges: ['train > approve', 'approve > deploy'],
  };

  it('waits for a person, and lets the run go on', async () => {
    expect(await ended(pipeline, { approve: yes })).toEqual({
      status: 'succeeded',
      reason: undefined,
      seconds: 62,
      nodes: ['train succeeded', 'approve succeeded', 'deploy succeeded'],
    });
  });

  it('fails by a no, with the comment as its reason', async () => {
    expect(await ended(pipeline, { approve: no })).toEqual({
      status: 'failed',
      reason: '"approve" failed: it was rejected: not on a Friday',
      seconds: 61,
      nodes: [
        'train succeeded',
        'approve failed (it was rejected: not on a Friday)',
        'deploy omitted ("deploy" did not run because "approve" failed)',
      ],
    });
  });

  it('fails when nobody answers in time', async () => {
    expect(await ended(pipeline, {})).toEqual({
      status: 'failed',
      reason: '"approve" failed: nobody approved or rejected it in time',
      seconds: 3601,
      nodes: [
        'train succeeded',
        'approve failed (nobody approved or rejected it in time)',
        'deploy omitted ("deploy" did not run because "approve" failed)',
      ],
    });
  });

  it('is a failure like any other for those who ask for it', async () => {
    const handled: ShortPipeline = {
      nodes: {
        approve: { type: 'approval', timeout: '1h' },
        deploy: { depends: 'approve' },
        tell: { depends: 'approve.Failed' },
      },
    };
    const fates = async (answers: Readonly<Record<string, Answer>>) => {
      const { status, nodes } = await ended(handled, answers);
      return [status, ...nodes.map((node) => node.split(' ').slice(0, 2).join(' '))];
    };
    expect(await fates({ approve: yes })).toEqual([
      'succeeded',
      'approve succeeded',
      'deploy succeeded',
      'tell omitted',
    ]);
    expect(await fates({ approve: no })).toEqual(['succeeded', 'approve failed', 'deploy omitted', 'tell succeeded']);
    expect(await fates({})).toEqual(['succeeded', 'approve failed', 'deploy omitted', 'tell succeeded']);
  });

  it('asks once a trial in a sweep', async () => {
    const swept: ShortPipeline = {
      nodes: { train: {}, approve: { type: 'approval' }, publish: {} },
      edges: ['train > approve', 'approve > publish'],
      fields: { parameters: [{ name: 'p', targets: ['train.parameter.value'] }], sweep: { p: [1, 2] } },
    };
    expect(await ended(swept, { 'approve.0': no, 'approve.1': yes })).toMatchObject({
      status: 'failed',
      nodes: [
        'train succeeded',
        'approve failed (of 2 executions, 1 failed; first approve.0: it was rejected: not on a Friday)',
        expect.stringMatching(/^publish omitted/u) as string,
      ],
    });
  });
});

describe('the action require-approval', () => {
  const asking = (
    action: Readonly<Record<string, unknown>>,
    more: Readonly<Record<string, unknown>> = {},
  ): ShortPipeline => ({
    nodes: { train: { actions: [{ then: 'require-approval', ...action }], ...more }, deploy: {} },
    edges: ['train > deploy'],
  });
  const short = async (pipeline: ShortPipeline, answers: Readonly<Record<string, Answer>>, acts: Acts = {}) => {
    const { status, reason, nodes } = await ended(pipeline, answers, acts);
    return [status, reason, ...nodes.map((node) => node.split(' ').slice(0, 2).join(' '))];
  };
  const good = ['succeeded', undefined, 'train succeeded', 'deploy succeeded'];

  it('holds the run up behind a node that is complete', async () => {
    const pipeline = asking({ when: 'node-complete' });
    expect(await short(pipeline, { train: yes })).toEqual(good);
    expect(await short(pipeline, { train: no })).toEqual([
      'failed',
      '"train" was rejected when it was complete: not on a Friday',
      'train succeeded',
      'deploy stopped',
    ]);
  });

  it('asks only where its condition is true', async () => {
    const pipeline = asking({ when: 'node-complete', if: 'metadata.accuracy < 0.9' });
    expect(await short(pipeline, {}, { train: { metadata: { accuracy: 0.95 } } })).toEqual(good);
    expect((await short(pipeline, { train: no }, { train: { metadata: { accuracy: 0.5 } } }))[0]).toBe('failed');
  });

  it.each([{}, { when: 'parameter.mode == "full"' }])('asks before a node starts, with %j', async (more) => {
    const pipeline = asking({ when: 'node-starting' }, more);
    expect(await short(pipeline, { train: yes })).toEqual(good);
    expect(await short(pipeline, { train: no })).toEqual([
      'failed',
      '"train" was rejected before it started: not on a Friday',
      'train stopped',
      'deploy stopped',
    ]);
  });

  it('asks before those behind a failed node go on', async () => {
    const pipeline = asking({ when: 'node-error' }, { 'on-error': 'continue' });
    expect(await short(pipeline, { train: yes }, { train: 'failed' })).toEqual([
      'succeeded',
      undefined,
      'train failed',
      'deploy succeeded',
    ]);
    expect(await short(pipeline, { train: no }, { train: 'failed' })).toEqual([
      'failed',
      '"train" was rejected when it had failed: not on a Friday',
      'train failed',
      'deploy stopped',
    ]);
  });
});
