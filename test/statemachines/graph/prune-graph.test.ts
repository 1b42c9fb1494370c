import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../../statemachines/asl/compile-plan.ts';
import { dependenciesOf } from '../../../statemachines/graph/dependencies.ts';
import type { PipelineGraph } from '../../../statemachines/graph/pipeline-graph.ts';
import { pruneGraph } from '../../../statemachines/graph/prune-graph.ts';
import type { NodePlan } from '../../../statemachines/plan/execution-plan.ts';
import { planPipeline } from '../../../statemachines/plan/plan-pipeline.ts';
import { acyclic, graphOf, swept } from '../random-graph.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;

function planOf(graph: PipelineGraph, targets?: readonly string[]) {
  const { value, diagnostics } = planPipeline(graph, { definitionHash: 'hash', parameters: {}, inputs: {}, targets });
  expect(diagnostics).toEqual([]);
  if (value === undefined) throw new Error('no plan');
  return value;
}

/** What an execution works with, which must not depend on what else is run. */
function work({ node, axes, parameters, inputs, after, work: does }: NodePlan) {
  return { node, axes, parameters, inputs, after, does };
}

describe('a run with targets', () => {
  it('runs these nodes and what leads to them, each as in a run of all', () => {
    fc.assert(
      fc.property(swept(acyclic(9)), fc.array(fc.nat(8), { minLength: 1, maxLength: 3 }), (shape, chosen) => {
        const graph = graphOf(shape);
        const targets = chosen.map((index) => `n${index % shape.size}`);
        const before = dependenciesOf(graph);
        const needed = new Set(targets);
        // A Set gives what is added while it is gone through.
        for (const name of needed) for (const each of before.get(name) ?? []) needed.add(each);
        const part = planOf(graph, targets);
        const whole = planOf(graph).nodes.filter(({ node }) => needed.has(node));
        expect(part.nodes.map(work)).toEqual(whole.map(work));
        const machine = compilePlan(part);
        expect(machine.diagnostics).toEqual([]);
      }),
      { seed: 1, numRuns: full ? 2000 : 100 },
    );
  });

  it('leaves out the axes that nobody takes, and the nodes of finally that were not asked for', () => {
    const shape = {
      size: 4,
      edges: [[0, 1] as const],
      axes: [
        { size: 2, targets: [1] },
        { size: 3, targets: [2] },
      ],
      gathers: [],
    };
    const graph = { ...graphOf(shape), finally: ['n3'] };
    const small = pruneGraph(graph, ['n1']);
    expect(small.nodes.map(({ name }) => name)).toEqual(['n0', 'n1']);
    expect(small.sweep?.axes.map(({ parameter }) => parameter)).toEqual(['axis0']);
    expect(small.finally).toEqual([]);
    expect(pruneGraph(graph, ['n0']).sweep).toBeUndefined();
    expect(pruneGraph(graph, ['n3'])).toEqual(graph);
  });
});
