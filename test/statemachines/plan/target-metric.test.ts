import { describe, expect, it } from 'vitest';

import { compilePipeline } from '../../../statemachines/compile.ts';

const nodes = `
    parameters:
      - { name: depth, target: train.parameter.depth }
    nodes:
      - { name: prepare, type: execution, step: prepare }
      - { name: train, type: execution, step: train }
      - { name: search, type: task, task: search }
      - { name: compare, type: execution, step: prepare, gather: true }
    edges:
      - [prepare.output.*, train.input.data]
      - [train.output.*, compare.input.data]
      - [train.output.*, search.input.data]`;

const steps = `
- step:
    name: prepare
    handler: steps.ts#prepare
    inputs: [{ name: data, optional: true }]
    outputs: [{ name: "*" }]
- step:
    name: train
    handler: steps.ts#train
    parameters: [{ name: depth, type: integer, default: 1 }]
    inputs: [{ name: data, optional: true }]
    outputs: [{ name: "*" }]
- task:
    name: search
    step: train
    type: grid_search
    parameters: [{ name: depth, style: multiple, rules: { items: [7, 8] } }]
    OPTIONS`;

function metricsOf(sweep: string, taskOptions = ''): Readonly<Record<string, string | undefined>> {
  const text = `${steps.replace('OPTIONS', taskOptions)}\n- pipeline:\n    name: it\n    sweep: ${sweep}${nodes}\n`;
  const { value, diagnostics } = compilePipeline(text, 'valohai.yaml');
  expect(diagnostics.filter((diagnostic) => diagnostic.severity === 'error')).toEqual([]);
  return Object.fromEntries((value?.plan.nodes ?? []).map(({ node, targetMetric }) => [node, targetMetric]));
}

describe('the metric by which trials are compared', () => {
  it('is that of the sweep, at the nodes that it repeats', () => {
    expect(metricsOf('{ parameters: { depth: [1, 2] }, optimization-target-metric: accuracy }')).toEqual({
      prepare: undefined,
      train: 'accuracy',
      search: 'accuracy',
      compare: undefined,
    });
  });

  it("is the task's own where that names one", () => {
    const found = metricsOf(
      '{ parameters: { depth: [1, 2] }, optimization-target-metric: accuracy }',
      'optimization-target-metric: loss',
    );
    expect(found).toMatchObject({ train: 'accuracy', search: 'loss' });
  });

  it('is none where nobody names one', () => {
    expect(metricsOf('{ depth: [1, 2] }')).toMatchObject({ train: undefined, search: undefined });
  });
});
