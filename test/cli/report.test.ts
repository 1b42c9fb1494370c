import { describe, expect, it } from 'vitest';
import type { ExecutionResource } from '../../api/schemas/execution.ts';
import { formatRun } from '../../cli/report/format-run.ts';
import { resultOf } from '../../cli/report/report-run.ts';
import { colorsOf } from '../../cli/terminal.ts';
import { RUN_ID, someCounts, someNode, someRunDetail } from '../client/resources.ts';
import { KeptStream } from './fake-terminal.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
const colors = colorsOf(new KeptStream(), {});

function trial(indices: readonly number[], change: Partial<ExecutionResource>): ExecutionResource {
  return {
    runId: RUN_ID,
    node: 'train',
    executionId: ['train', ...indices].join('.'),
    trial: indices,
    status: 'succeeded',
    generation: 1,
    attempt: '0.0',
    parameters: {},
    metadata: {},
    inputs: {},
    outputs: [],
    startedAt: at(4),
    finishedAt: at(6),
    ...change,
  };
}

const trials = [
  trial([0], { parameters: { epochs: 2, seed: 7 }, metadata: { loss: 0.51234, accuracy: 0.8612, epoch: 2 } }),
  trial([1], { parameters: { epochs: 5, seed: 7 }, metadata: { loss: 0.4, accuracy: 0.88123, epoch: 5 } }),
  trial([2], {
    parameters: { epochs: 50, seed: 7 },
    status: 'failed',
    reason: 'it threw Error: loss is NaN',
  }),
];

const run = someRunDetail(
  [
    someNode({
      node: 'preprocess',
      status: 'succeeded',
      counts: someCounts({ succeeded: 1 }),
      startedAt: at(0),
      finishedAt: at(4),
    }),
    someNode({
      kind: 'sweep',
      status: 'failed',
      axes: [{ axis: 'epochs', size: 3 }],
      counts: someCounts({ total: 3, succeeded: 2, failed: 1 }),
      startedAt: at(4),
      finishedAt: at(9),
      best: { metric: 'accuracy', value: 0.88123, executionId: 'train.1' },
    }),
  ],
  { status: 'failed', finishedAt: at(10), reason: '1 of 3 trials of "train" failed' },
);

describe('formatRun', () => {
  it('tells the fate, the nodes, the trials, why some failed, and what to do next', () => {
    const failed = trials[2];
    const failures =
      failed === undefined
        ? []
        : [{ execution: failed, lines: [{ time: at(5), stream: 'stderr', message: 'epoch 3: loss NaN' } as const] }];
    const details = { executions: new Map([['train', trials]]), failures };
    expect(formatRun(run, details, colors, { now: 0, width: 100, location: ' --data runs' })).toMatchInlineSnapshot(`
      "run 01JD0000000000000000000000 of harbours: failed in 10 s
      1 of 3 trials of "train" failed

        node        status     executions   time
        preprocess  succeeded           1  4.0 s
        train       failed            2/3  5.0 s  best accuracy 0.8812 (train.1)

      train, * is the best by accuracy
        trial    epochs  accuracy    loss  epoch  status      time
        train.0       2    0.8612  0.5123      2  succeeded  2.0 s
      * train.1       5    0.8812     0.4      5  succeeded  2.0 s
        train.2      50                           failed     2.0 s

      train.2 failed (epochs=50, seed=7)
        it threw Error: loss is NaN
        | epoch 3: loss NaN

        whole log:  slipway runs logs 01JD0000000000000000000000 train.2 --data runs
        go on with: slipway runs retry 01JD0000000000000000000000 --data runs
        its files:  slipway artifacts list 01JD0000000000000000000000 --data runs"
    `);
  });
});

describe('resultOf', () => {
  it('holds the fate of the run and of every node', () => {
    expect(resultOf(run)).toEqual({
      type: 'result',
      runId: RUN_ID,
      status: 'failed',
      pipeline: 'harbours',
      version: 'v1',
      parameters: {},
      seconds: 10,
      reason: '1 of 3 trials of "train" failed',
      nodes: {
        preprocess: { kind: 'execution', status: 'succeeded', counts: someCounts({ succeeded: 1 }), seconds: 4 },
        train: {
          kind: 'sweep',
          status: 'failed',
          counts: someCounts({ total: 3, succeeded: 2, failed: 1 }),
          seconds: 5,
          best: { metric: 'accuracy', value: 0.88123, executionId: 'train.1' },
        },
      },
    });
  });
});
