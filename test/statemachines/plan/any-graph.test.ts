import validateAsl from 'asl-validator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDefinition } from '../../../engine/index.ts';
import { compilePlan } from '../../../statemachines/asl/compile-plan.ts';
import type { CompiledPipeline } from '../../../statemachines/asl/compiled-pipeline.ts';
import { planPipeline } from '../../../statemachines/plan/plan-pipeline.ts';
import { layered, ladder, training } from '../random-dags.ts';
import type { RandomShape } from '../random-graph.ts';
import { acyclic, endings, graphOf } from '../random-graph.ts';
import { runCompiled } from '../run-compiled.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;
const runs = (few: number, many: number) => ({ seed: 7, numRuns: full ? many : few });

const anyGraph = fc.oneof(layered(60), ladder(60), training(60), acyclic(12));
const timed = fc.tuple(anyGraph, fc.infiniteStream(fc.integer({ min: 1, max: 60 })));

function compiled(shape: RandomShape): CompiledPipeline {
  const plan = planPipeline(graphOf(shape), { definitionHash: 'hash', parameters: {}, inputs: {} });
  expect(plan.diagnostics).toEqual([]);
  const machine = plan.value && compilePlan(plan.value).value;
  if (machine === undefined) throw new Error('the graph was refused');
  return machine;
}

describe('any acyclic graph', () => {
  it('runs at its critical path: every node starts the moment that the last one it waits for ends', async () => {
    await fc.assert(
      fc.asyncProperty(timed, async ([shape, stream]) => {
        const seconds = [...stream.take(shape.size)];
        const run = await runCompiled(compiled(shape), { seconds: ({ node }) => seconds[Number(node.slice(1))] ?? 0 });
        expect(run).toMatchObject({ status: 'SUCCEEDED', error: undefined });
        const ends = endings(shape, seconds);
        expect(run.seconds).toBe(Math.max(...ends));
        expect(run.calls).toHaveLength(shape.size);
        const byNode = new Map(run.calls.map((call) => [call.event.node, call.end]));
        expect(ends.map((_, node) => byNode.get(`n${node}`))).toEqual(ends);
      }),
      runs(20, 2000),
    );
  });

  it('compiles to the same bytes twice, and to a definition that the service takes', () => {
    fc.assert(
      fc.property(anyGraph, (shape) => {
        const machine = compiled(shape);
        expect(compiled(shape)).toEqual(machine);
        expect(checkDefinition(machine.machines[0]?.asl ?? '', 1_000_000)).toEqual([]);
      }),
      runs(8, 2000),
    );
  });

  it('passes asl-validator', () => {
    fc.assert(
      fc.property(fc.oneof(layered(12), ladder(12), training(14)), (shape) => {
        const asl = JSON.parse(compiled(shape).machines[0]?.asl ?? '{}') as object;
        expect(validateAsl(asl, { checkPaths: true, checkArn: false })).toMatchObject({ isValid: true, errors: [] });
      }),
      runs(2, 300),
    );
  });
});
