import { describe, expect, it } from 'vitest';
import type { MachineEnding } from '../../../platform/runs/machine-ending.ts';
import { nodeFate } from '../../../platform/runs/node-fate.ts';
import { rootCause } from '../../../platform/runs/omission.ts';
import type { NodeTally } from '../../../platform/runs/node-tally.ts';
import type { RunNode } from '../../../platform/runs/run.ts';
import { runFate } from '../../../platform/runs/run-fate.ts';

const node: RunNode = { node: 'train', kind: 'execution', step: 'train', axes: [], after: ['prepare'] };
const failed: MachineEnding = { kind: 'failed', error: 'States.Permissions' };
const end: MachineEnding = { kind: 'reached-end' };

function fateOf(
  tally: Partial<NodeTally>,
  {
    ending = failed,
    stopping = false,
    root,
  }: { ending?: MachineEnding; stopping?: boolean; root?: { node: string; how: string } } = {},
  over: Partial<RunNode> = {},
) {
  return nodeFate(
    { ...node, ...over },
    { total: 1, counts: {}, ...tally },
    { ending, stopping, root, before: new Map() },
  );
}

describe('nodeFate', () => {
  it('says why a node did not begin', () => {
    const began = (circumstances: Parameters<typeof fateOf>[1]) => fateOf({}, circumstances);
    expect(began({ root: { node: 'prepare', how: 'failed' } })).toEqual({
      fate: 'omitted',
      reason: '"train" did not run because "prepare" failed',
    });
    const not = (when: string) => ({ fate: 'stopped', reason: `"train" had not begun ${when}` });
    expect(began({ stopping: true })).toEqual(not('when the run was stopped'));
    expect(began({ ending: { kind: 'aborted' } })).toEqual(not('when the run was stopped'));
    expect(began({ ending: { kind: 'timed-out' } })).toEqual(not("when the run's deadline passed"));
    expect(began({})).toEqual(not('when the run ended'));
    expect(began({ ending: end })).toEqual({
      fate: 'omitted',
      reason: '"train" did not run: what stands before it succeeded in none of its trials',
    });
  });

  it('takes the worst fate of its executions', () => {
    const tally = { total: 5, counts: { succeeded: 1, failed: 1, errored: 1, stopped: 1 }, firstReason: 'train.1: no' };
    expect(fateOf(tally)).toEqual({
      fate: 'failed',
      reason: 'of 5 executions, 1 failed, 1 ended in an error, 1 were stopped, 1 did not run; first train.1: no',
    });
    expect(fateOf({ counts: { errored: 1 }, firstReason: 'killed' })).toEqual({ fate: 'errored', reason: 'killed' });
  });

  it('forgives failed trials only where the sweep completes regardless, and the machine went on', () => {
    const axes = [{ axis: 'seed', size: 2, onChildError: 'continue-and-complete' as const }];
    const tally = { total: 2, counts: { succeeded: 1, failed: 1 } };
    expect(fateOf(tally, { ending: end }, { axes })).toEqual({
      fate: 'succeeded',
      reason: 'of 2 executions, 1 failed',
    });
    expect(fateOf(tally, { ending: failed }, { axes }).fate).toBe('failed');
    expect(fateOf(tally, { ending: end }).fate).toBe('failed');
  });
});

describe('rootCause', () => {
  it('is told by the first node that failed, through all that were left out', () => {
    const root = { node: 'load', how: 'ended in an error' };
    expect(rootCause(node, new Map([['prepare', { fate: 'errored' as const, root: undefined }]]))).toEqual({
      node: 'prepare',
      how: 'ended in an error',
    });
    expect(rootCause(node, new Map([['prepare', { fate: 'omitted' as const, root }]]))).toEqual(root);
    expect(rootCause(node, new Map([['prepare', { fate: 'succeeded' as const, root: undefined }]]))).toBeUndefined();
  });
});

describe('runFate', () => {
  const done: RunNode = { ...node, fate: 'succeeded' };
  const bad: RunNode = { ...node, node: 'bad', fate: 'failed', reason: 'no rows' };

  it.each([
    ['all went well', [done], end, false, { status: 'succeeded' }],
    ['a stop came too late', [done], end, true, { status: 'succeeded' }],
    ['it was stopped', [bad], failed, true, { status: 'stopped', reason: 'the run was stopped' }],
    [
      'somebody stopped its machine',
      [done],
      { kind: 'aborted' },
      false,
      { status: 'stopped', reason: 'the state machine was stopped from outside of Slipway' },
    ],
    [
      'its time was over',
      [bad],
      { kind: 'timed-out' },
      false,
      { status: 'failed', reason: "the run's deadline passed" },
    ],
    ['a node failed', [done, bad], failed, false, { status: 'failed', reason: '"bad" failed: no rows' }],
    [
      'the machine failed by itself',
      [done],
      failed,
      false,
      { status: 'failed', reason: 'the state machine failed: the state machine may not do what the step needs' },
    ],
    [
      'it never began',
      [done],
      { kind: 'never-started' },
      false,
      { status: 'failed', reason: 'the run was never started: its start broke off; start it again' },
    ],
  ] as const)('is right when %s', (_, nodes, ending, stopping, expected) => {
    expect(runFate(nodes, { ending, stopping })).toEqual(expected);
  });
});
