import validateAsl from 'asl-validator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDefinition } from '../../../engine/index.ts';
import { compilePlan } from '../../../statemachines/asl/compile-plan.ts';
import type { CompiledPipeline } from '../../../statemachines/asl/compiled-pipeline.ts';
import type { PlanBlock } from '../../../statemachines/plan/execution-plan.ts';
import { planPipeline } from '../../../statemachines/plan/plan-pipeline.ts';
import { runCompiled } from '../run-compiled.ts';
import type { RandomShape } from '../random-graph.ts';
import { acyclic, graphOf, seriesParallel, swept } from '../random-graph.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;
const runs = (few: number, many: number) => ({ seed: 1, numRuns: full ? many : few });

function planned(shape: RandomShape) {
  return planPipeline(graphOf(shape), { definitionHash: 'hash', parameters: {}, inputs: {} });
}

function compiled(shape: RandomShape): CompiledPipeline | undefined {
  const plan = planned(shape).value;
  return plan && compilePlan(plan).value;
}

function nodesOf(block: PlanBlock): readonly string[] {
  switch (block.kind) {
    case 'node':
      return [block.node];
    case 'series':
    case 'parallel':
      return block.blocks.flatMap(nodesOf);
    case 'map':
      return nodesOf(block.body);
    default:
      return [];
  }
}

describe('a series-parallel graph', () => {
  it('compiles to the same bytes twice, each node once, and to a definition that the service takes', () => {
    fc.assert(
      fc.property(seriesParallel(25), (shape) => {
        const machine = compiled(shape);
        expect(machine).toEqual(compiled(shape));
        expect(checkDefinition(machine?.machines[0]?.asl ?? '', 1_000_000)).toEqual([]);
        const nodes = machine === undefined ? [] : nodesOf(machine.plan.structure);
        expect([...nodes].sort()).toEqual(Array.from({ length: shape.size }, (_, index) => `n${index}`).sort());
      }),
      runs(60, 2000),
    );
  });

  it('passes asl-validator', () => {
    fc.assert(
      fc.property(swept(seriesParallel(5)), (shape) => {
        const machine = compiled(shape);
        if (machine === undefined) return;
        const asl = JSON.parse(machine.machines[0]?.asl ?? '{}') as object;
        expect(validateAsl(asl, { checkPaths: true, checkArn: false })).toMatchObject({ isValid: true, errors: [] });
      }),
      runs(4, 200),
    );
  });

  it('runs at its critical path, each node after all that it waits for', async () => {
    const shapes = fc.tuple(
      seriesParallel(15),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 15, maxLength: 15 }),
    );
    await fc.assert(
      fc.asyncProperty(shapes, async ([shape, seconds]) => {
        const machine = compiled(shape);
        if (machine === undefined) throw new Error('a series-parallel graph was refused');
        const of = (name: string) => seconds[Number(name.slice(1))] ?? 1;
        const run = await runCompiled(machine, { seconds: (event) => of(event.node) });
        const ends: number[] = [];
        for (let node = 0; node < shape.size; node += 1) {
          const start = Math.max(0, ...shape.edges.filter(([, to]) => to === node).map(([from]) => ends[from] ?? 0));
          ends.push(start + of(`n${node}`));
        }
        const byName = new Map(run.calls.map((call) => [call.event.node, call]));
        for (const [node, end] of ends.entries()) expect(byName.get(`n${node}`)?.end).toBe(end);
        expect(run).toMatchObject({ status: 'SUCCEEDED', seconds: Math.max(...ends) });
        expect(run.calls).toHaveLength(shape.size);
      }),
      runs(40, 1000),
    );
  });
});

describe('any acyclic graph', () => {
  it('with sweeps runs each node once for each combination of its axes, after the same trials of what it waits for', async () => {
    await fc.assert(
      fc.asyncProperty(swept(fc.oneof(seriesParallel(7), acyclic(5))), async (shape) => {
        const machine = compiled(shape);
        if (machine === undefined) return;
        const { plan } = machine;
        const run = await runCompiled(machine, { seconds: ({ node }) => 1 + Number(node.slice(1)) });
        expect(run.status).toBe('SUCCEEDED');
        const axes = new Map(plan.nodes.map((node) => [node.node, node.axes.map((axis) => axis.id)]));
        for (const node of plan.nodes) {
          const calls = run.calls.filter(({ event }) => event.node === node.node);
          expect(calls).toHaveLength(node.axes.reduce((product, axis) => product * axis.points.length, 1));
          expect(new Set(calls.map(({ event }) => JSON.stringify(event))).size).toBe(calls.length);
        }
        for (const [from, to] of shape.edges) {
          const [before, after] = [axes.get(`n${from}`) ?? [], axes.get(`n${to}`) ?? []];
          for (const consumer of run.calls.filter(({ event }) => event.node === `n${to}`)) {
            for (const producer of run.calls.filter(({ event }) => event.node === `n${from}`)) {
              const [a, b] = [
                'trial' in producer.event ? producer.event.trial : [],
                'trial' in consumer.event ? consumer.event.trial : [],
              ];
              const meets = before.every((axis, index) => !after.includes(axis) || a[index] === b[after.indexOf(axis)]);
              if (meets) expect(consumer.start).toBeGreaterThanOrEqual(producer.end);
            }
          }
        }
      }),
      runs(60, 1500),
    );
  });
});
