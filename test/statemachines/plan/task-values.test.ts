import { describe, expect, it } from 'vitest';

import { compilePipeline } from '../../../statemachines/compile.ts';
import type { ParameterValue } from '../../../statemachines/definition/pipeline-definition.ts';

const text = `
- step:
    name: train
    handler: steps.ts#train
    parameters:
      - { name: depth, type: integer, default: 1 }
      - { name: rate, type: float, default: 0.1 }
- task:
    name: search
    step: train
    type: grid_search
    parameters:
      - { name: depth, style: multiple, rules: { items: [7, 8] } }
      - { name: rate, style: multiple, rules: { items: [0.1, 0.2] } }
- pipeline:
    name: it
    nodes:
      - { name: search, type: task, task: search }
`;

function planned(parameters: Readonly<Record<string, ParameterValue>>) {
  const { value, diagnostics } = compilePipeline(text, 'valohai.yaml', { parameters });
  const [node] = value?.plan.nodes ?? [];
  return {
    codes: diagnostics.map(({ code, message }) => `${code} ${message}`),
    points: node?.axes.flatMap((axis) => axis.points),
    sources: node?.parameters.map(({ name, source }) => [name, source]),
  };
}

describe('a value for a parameter that a task varies', () => {
  it('takes the place of what the task varies, so that no trial runs twice', () => {
    expect(planned({ 'search.depth': 3 })).toEqual({
      codes: [],
      points: [{ rate: 0.1 }, { rate: 0.2 }],
      sources: [
        ['depth', { kind: 'value', value: 3 }],
        ['rate', { kind: 'axis', axis: 'search', key: 'rate' }],
      ],
    });
  });

  it('spreads where it is a list, each item a trial', () => {
    expect(planned({ 'search.depth': ['3', 4], 'search.rate': 0.5 })).toEqual({
      codes: [],
      points: [{ depth: 3 }, { depth: 4 }],
      sources: [
        ['depth', { kind: 'axis', axis: 'search', key: 'depth' }],
        ['rate', { kind: 'value', value: 0.5 }],
      ],
    });
  });

  it('is refused where an item does not fit', () => {
    expect(planned({ 'search.depth': [3, 'deep'] }).codes).toEqual([
      'SL5002 the value of the parameter "search.depth" does not fit: "deep" is not an integer',
    ]);
  });
});
