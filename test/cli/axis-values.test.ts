import { describe, expect, it } from 'vitest';
import { axisValues } from '../../cli/report/axis-values.ts';
import { RUN_ID, someNode } from '../client/resources.ts';

const execution = (node: string, trial: readonly number[], parameters: Readonly<Record<string, string>>) => ({
  runId: RUN_ID,
  node,
  executionId: [node, ...trial].join('.'),
  trial,
  status: 'succeeded' as const,
  generation: 1,
  attempt: '0.0',
  parameters,
  metadata: {},
  inputs: {},
  outputs: [],
});

describe('axisValues', () => {
  it('learns from nodes that take the parameter what an axis is for those that inherit it', () => {
    const collection = { axis: 'collection', size: 2 };
    const nodes = [
      someNode({ node: 'preprocess', axes: [collection] }),
      someNode({ node: 'train', axes: [collection, { axis: 'epochs', size: 1 }] }),
    ];
    const values = axisValues(
      nodes,
      new Map([
        [
          'preprocess',
          [execution('preprocess', [0], { collection: 'tops' }), execution('preprocess', [1], { collection: 'rest' })],
        ],
        ['train', [execution('train', [0, 0], {})]],
      ]),
    );
    expect(values).toEqual(
      new Map([
        [
          'collection',
          new Map([
            [0, 'tops'],
            [1, 'rest'],
          ]),
        ],
      ]),
    );
  });
});
