import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criticalPath } from '../../estimate/critical-path.ts';
import type { Durations } from '../../estimate/durations.ts';
import { secondsOf } from '../../estimate/durations.ts';
import { estimateRun } from '../../estimate/run/estimate-run.ts';
import type { CompiledPipeline } from '../../statemachines/asl/compiled-pipeline.ts';
import { compilePlan } from '../../statemachines/asl/compile-plan.ts';
import { planPipeline } from '../../statemachines/plan/plan-pipeline.ts';
import type { RandomShape } from '../statemachines/random-graph.ts';
import { acyclic, graphOf, seriesParallel, swept } from '../statemachines/random-graph.ts';
import { chain, compiledGraph, numbers } from './compiled-graph.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;
const runs = (few: number, many: number) => ({ seed: 1, numRuns: full ? many : few });

const pathOf = ({ plan }: CompiledPipeline, durations: Durations) =>
  criticalPath(plan, secondsOf(durations, plan.nodes));

function compiled(shape: RandomShape): CompiledPipeline | undefined {
  const plan = planPipeline(graphOf(shape), { definitionHash: 'hash', parameters: {}, inputs: {} }).value;
  return plan && compilePlan(plan).value;
}

/** Seconds of every node, one number or one a trial. */
const withDurations = (shapes: fc.Arbitrary<RandomShape>) =>
  shapes.chain((shape) =>
    fc
      .array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 30, maxLength: 30 })
      .map((pool) => ({ shape, pool })),
  );

function durationsOf({ plan }: CompiledPipeline, pool: readonly number[]): Durations {
  return Object.fromEntries(
    plan.nodes.map(({ node, axes }, index) => {
      const trials = axes.reduce((product, { points }) => product * points.length, 1);
      return [node, axes.length === 0 ? (pool[index] ?? 1) : numbers(trials).map((trial) => pool[(index + trial) % pool.length] ?? 1)]; // prettier-ignore
    }),
  );
}

describe('criticalPath', () => {
  it('is the longest way, and names its executions', () => {
    const compiled = compiledGraph({ size: 4, edges: [[0, 1], [0, 2], [1, 3], [2, 3]] }); // prettier-ignore
    expect(pathOf(compiled, { n0: 2.5, n1: 10, n2: 11 })).toEqual({
      seconds: 14.5,
      executions: ['n0', 'n2', 'n3'].map((node) => ({ node, trial: [] })),
    });
  });

  it('waits for a trial of the same axis at the same point only, and for all where axes end', () => {
    const compiled = compiledGraph({ ...chain(3), axes: [{ size: 3, targets: [0] }], gathers: [{ node: 2, axis: 'all' }] }); // prettier-ignore
    expect(pathOf(compiled, { n0: [5, 1, 1], n1: [1, 1, 7], n2: 2 })).toEqual({
      seconds: 10,
      executions: [
        { node: 'n0', trial: [2] },
        { node: 'n1', trial: [2] },
        { node: 'n2', trial: [] },
      ],
    });
  });

  it('knows no limit of concurrency: what that costs is in the makespan', async () => {
    const compiled = compiledGraph({ axes: [{ size: 1, targets: [0] }] }, { parameters: { axis0: numbers(250) } });
    expect(pathOf(compiled, { n0: 2 }).seconds).toBe(2);
    expect((await estimateRun(compiled, { n0: 2 })).makespanSeconds).toBe(6);
  });

  it('equals the makespan where every node runs once', async () => {
    await fc.assert(
      fc.asyncProperty(withDurations(fc.oneof(seriesParallel(25), acyclic(25))), async ({ shape, pool }) => {
        const machine = compiled(shape);
        if (machine === undefined) return;
        const durations = durationsOf(machine, pool);
        expect((await estimateRun(machine, durations)).makespanSeconds).toBe(pathOf(machine, durations).seconds);
      }),
      runs(25, 1000),
    );
  });

  it('never exceeds the makespan, and equals it where nothing is a barrier', async () => {
    let equal = 0;
    await fc.assert(
      fc.asyncProperty(withDurations(swept(fc.oneof(seriesParallel(8), acyclic(8)))), async ({ shape, pool }) => {
        const machine = compiled(shape);
        if (machine === undefined) return;
        const durations = durationsOf(machine, pool);
        const { status, makespanSeconds, executions } = await estimateRun(machine, durations);
        const path = pathOf(machine, durations);
        expect(status).toBe('SUCCEEDED');
        expect(path.seconds).toBeLessThanOrEqual(makespanSeconds);
        expect(path.seconds).toBe(lengthOf(path.executions, durations, machine));
        expect(executions).toHaveLength(machine.plan.nodes.reduce((sum, { axes }) => sum + axes.reduce((product, { points }) => product * points.length, 1), 0)); // prettier-ignore
        if (machine.plan.barriers.length > 0) return;
        expect(path.seconds).toBe(makespanSeconds);
        equal += 1;
      }),
      runs(40, 2000),
    );
    expect(equal).toBeGreaterThan(5);
  });
});

function lengthOf(
  path: ReturnType<typeof criticalPath>['executions'],
  durations: Durations,
  { plan }: CompiledPipeline,
): number {
  const seconds = secondsOf(durations, plan.nodes);
  return path.reduce((sum, { node, trial }) => sum + seconds(node, trial) * 1000, 0) / 1000;
}
