import { describe, expect, it } from 'vitest';
import { parseDefinition } from '../../../statemachines/definition/parse-definition.ts';
import { planPipeline } from '../../../statemachines/plan/plan-pipeline.ts';
import { buildGraph } from '../../../statemachines/graph/build-graph.ts';

/** The trials of a task over `rate` (float), `layers` (integer) and `name` (string). */
function trials(task: string, parameters: Record<string, number | readonly number[]> = {}, pipeline = '') {
  const text = [
    '- step: { name: s, handler: "s.ts#s", parameters: [{ name: rate, type: float, default: 1 }, { name: layers, type: integer, default: 1 }, { name: name, default: x }] }',
    `- task: { name: t, step: s, ${task} }`,
    `- pipeline: { name: p, nodes: [{ name: n, type: task, task: t }], edges: []${pipeline} }`,
  ].join('\n');
  const definition = parseDefinition(text, 'f.yaml');
  const graph = definition.value && buildGraph(definition.value);
  if (graph?.value === undefined) throw new Error(JSON.stringify([definition.diagnostics, graph?.diagnostics]));
  const plan = planPipeline(graph.value, { definitionHash: '', parameters, inputs: {} });
  return plan.value?.nodes[0]?.axes[0]?.points ?? plan.diagnostics;
}

describe('a task', () => {
  it('multiplies its parameters in the order written, each combination once', () => {
    const task =
      'type: grid_search, parameters: [{ name: layers, style: multiple, rules: { items: [1, 2, 1] } }, { name: name, style: multiple, rules: { items: [a, b] } }, { name: rate, style: single, rules: { value: 0.5 } }]';
    expect(trials(task)).toEqual([
      { layers: 1, name: 'a', rate: 0.5 },
      { layers: 1, name: 'b', rate: 0.5 },
      { layers: 2, name: 'a', rate: 0.5 },
      { layers: 2, name: 'b', rate: 0.5 },
    ]);
  });

  it('steps evenly from start to end, the end included, without noise of binary fractions', () => {
    const task =
      'type: grid_search, parameters: [{ name: rate, style: linear, rules: { start: 0.1, end: 0.5, step: 0.1 } }]';
    expect(trials(task)).toEqual([{ rate: 0.1 }, { rate: 0.2 }, { rate: 0.3 }, { rate: 0.4 }, { rate: 0.5 }]);
  });

  it('spaces powers of the base evenly, rounded to whole numbers where told', () => {
    const fine =
      'type: grid_search, parameters: [{ name: rate, style: logspace, rules: { start: -3, end: 0, count: 4, base: 10 } }]';
    expect(trials(fine)).toEqual([{ rate: 0.001 }, { rate: 0.01 }, { rate: 0.1 }, { rate: 1 }]);
    const whole =
      'type: grid_search, parameters: [{ name: layers, style: logspace, rules: { start: 0, end: 2, count: 5, base: 2, integerify: true } }]';
    expect(trials(whole)).toEqual([{ layers: 1 }, { layers: 2 }, { layers: 3 }, { layers: 4 }]);
  });

  it('draws random values from a seed, the same on every machine', () => {
    const task = (seed: number) =>
      `type: random_search, execution-count: 3, parameters: [{ name: rate, style: random, rules: { min: 0, max: 1, distribution: uniform, seed: ${seed} } }, { name: name, style: multiple, rules: { items: [a, b, c] } }]`;
    expect(trials(task(1))).toEqual(trials(task(1)));
    expect(trials(task(1))).not.toEqual(trials(task(2)));
    expect(trials(task(1))).toMatchInlineSnapshot(`
      [
        {
          "name": "a",
          "rate": 0.712882102467,
        },
        {
          "name": "a",
          "rate": 0.362519519404,
        },
        {
          "name": "a",
          "rate": 0.854995942442,
        },
      ]
    `);
  });

  it.each([
    ['uniform', 2, 8],
    ['loguniform', 0.001, 1000],
    ['normal', -5, 5],
    ['integer', 1, 6],
  ] as const)('draws from a %s distribution within its range', (distribution, min, max) => {
    const rules = `{ min: ${min}, max: ${max}, distribution: ${distribution}, seed: 3 }`;
    const task = `type: random_search, execution-count: 2000, parameters: [{ name: rate, style: random, rules: ${rules} }]`;
    const points = trials(task);
    const values = points.map((point) => (point as { rate: number }).rate);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(min);
    expect(Math.max(...values)).toBeLessThanOrEqual(max);
    // The same trial runs once: of a die's throws six are left.
    expect(values.length).toBe(distribution === 'integer' ? 6 : new Set(values).size);
    const middle = values.toSorted((a, b) => a - b)[values.length >>> 1] ?? 0;
    const expected = { uniform: 5, loguniform: 1, normal: 0, integer: 4 }[distribution];
    expect(Math.abs(distribution === 'loguniform' ? Math.log10(middle) : middle - expected)).toBeLessThan(0.4);
    if (distribution === 'normal') {
      const near = values.filter((value) => Math.abs(value) < 5 / 3).length / values.length;
      expect(near).toBeGreaterThan(0.6);
      expect(near).toBeLessThan(0.76);
    }
  });

  it('counts the draws of a random parameter among the dimensions of a grid', () => {
    const random = '{ name: rate, style: random, rules: { min: 0, max: 1, count: 3, seed: 1 } }';
    const both = `type: grid_search, parameters: [${random}, { name: layers, style: multiple, rules: { items: [1, 2] } }]`;
    expect(trials(both)).toHaveLength(6);
  });

  it('takes parameter sets as they are', () => {
    expect(
      trials(
        'type: manual_search, parameters: [], parameter-sets: [{ rate: 0.1, layers: 2 }, { rate: 0.2 }, { layers: 2, rate: 0.1 }]',
      ),
    ).toEqual([{ rate: 0.1, layers: 2 }, { rate: 0.2 }]);
  });

  it("spreads a list among the pipeline's parameters over its trials, instead of its own rule", () => {
    const task =
      'type: grid_search, parameters: [{ name: layers, style: multiple, rules: { items: [1, 2] } }, { name: name, style: multiple, rules: { items: [a, b] } }]';
    const pipeline = ', parameters: [{ name: depth, targets: [n.parameters.layers], default: [5, 6, 7] }]';
    expect(trials(task, {}, pipeline)).toEqual(
      ['a', 'b'].flatMap((name) => [5, 6, 7].map((layers) => ({ name, layers }))),
    );
    expect(trials(task, { depth: [8] }, pipeline)).toEqual([
      { name: 'a', layers: 8 },
      { name: 'b', layers: 8 },
    ]);
    expect(trials(task, { depth: 9 }, pipeline)).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it('refuses more than 100,000 trials without multiplying them out', () => {
    const wide = (name: string) => `{ name: ${name}, style: linear, rules: { start: 1, end: 100000, step: 1 } }`;
    expect(trials(`type: grid_search, parameters: [${wide('rate')}, ${wide('layers')}]`)).toMatchObject([
      { code: 'SL3002' },
    ]);
  });
});
