import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDefinition } from '../../../engine/index.ts';
import { compilePlan } from '../../../statemachines/asl/compile-plan.ts';
import { serviceLimits } from '../../../statemachines/asl/limits.ts';
import { planPipeline } from '../../../statemachines/plan/plan-pipeline.ts';
import { ladder, layered, training } from '../random-dags.ts';
import { acyclic, endings, graphOf, type RandomShape, swept } from '../random-graph.ts';
import { runCompiled } from '../run-compiled.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;
const runs = (few: number, many: number) => ({ seed: 11, numRuns: full ? many : few });

/** So low that small graphs need several executions; a signal to sixteen that wait must fit into one. */
const low = [
  { ...serviceLimits, historyEvents: 260 },
  { ...serviceLimits, definitionBytes: 24_000 },
  { historyEvents: 320, definitionBytes: 30_000 },
];

const graphs = fc.oneof(layered(60), ladder(60), training(60), acyclic(12));
const timed = fc.tuple(graphs, fc.constantFrom(...low), fc.infiniteStream(fc.integer({ min: 1, max: 60 })));

function planned(shape: RandomShape) {
  const { value, diagnostics } = planPipeline(graphOf(shape), { definitionHash: 'hash', parameters: {}, inputs: {} });
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  return value;
}

describe('a graph that one execution does not hold', () => {
  it('runs as several at its critical path, each within the limits', async () => {
    let split = 0;
    await fc.assert(
      fc.asyncProperty(timed, async ([shape, limits, stream]) => {
        const seconds = [...stream.take(shape.size)];
        const { value, diagnostics } = compilePlan(planned(shape), limits);
        expect(diagnostics).toEqual([]);
        if (value === undefined) return;
        if (value.machines.length > 1) split += 1;
        for (const { asl } of value.machines) {
          expect(asl.length).toBeLessThanOrEqual(limits.definitionBytes);
          expect(checkDefinition(asl.replaceAll(/\$\{Machine_\w+\}/gu, machineArn), 1_000_000)).toEqual([]);
        }
        const run = await runCompiled(value, { seconds: ({ node }) => seconds[Number(node.slice(1))] ?? 0 });
        expect(run).toMatchObject({ status: 'SUCCEEDED', error: undefined });
        expect(run.longestHistory).toBeLessThanOrEqual(limits.historyEvents);
        const ends = endings(shape, seconds);
        expect(run.seconds).toBe(Math.max(...ends));
        const byNode = new Map(run.calls.map((call) => [call.event.node, call.end]));
        expect(ends.map((_, node) => byNode.get(`n${node}`))).toEqual(ends);
      }),
      runs(25, 1500),
    );
    expect(split).toBeGreaterThan(full ? 500 : 8);
  });

  it('does with sweeps what it does in one', async () => {
    let split = 0;
    await fc.assert(
      fc.asyncProperty(swept(acyclic(10)), async (shape) => {
        const plan = planned(shape);
        const whole = compilePlan(plan).value;
        const parts = compilePlan(plan, { ...serviceLimits, definitionBytes: 14_000 });
        if (whole === undefined || parts.value === undefined) return;
        if (parts.value.machines.length > 1) split += 1;
        const callsOf = async (compiled: typeof whole) => {
          const { status, calls, seconds } = await runCompiled(compiled);
          const each = calls.map(({ event, start }) =>
            JSON.stringify([event.node, 'trial' in event && event.trial, start]),
          );
          return { status, seconds, calls: each.sort() };
        };
        expect(await callsOf(parts.value)).toEqual(await callsOf(whole));
      }),
      runs(15, 500),
    );
    expect(split).toBeGreaterThan(full ? 100 : 3);
  });
});

const machineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:part';
