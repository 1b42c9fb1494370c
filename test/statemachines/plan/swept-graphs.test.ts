import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../../statemachines/asl/compile-plan.ts';
import type { ExecutionPlan } from '../../../statemachines/plan/execution-plan.ts';
import { planPipeline } from '../../../statemachines/plan/plan-pipeline.ts';
import { layered, training } from '../random-dags.ts';
import type { RandomShape } from '../random-graph.ts';
import { acyclic, graphOf, swept } from '../random-graph.ts';
import { runCompiled } from '../run-compiled.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;

interface Execution {
  readonly node: string;
  readonly trial: readonly number[];
}

const keyOf = ({ node, trial }: Execution) => `${node}.${trial.join('.')}`;

/** Another time for each trial, so that who waits for the wrong one is found. */
function secondsOf({ node, trial }: Execution): number {
  return 1 + ((7 * Number(node.slice(1)) + trial.reduce((sum, index) => 5 * sum + 3 * index, 0)) % 11);
}

function product(sizes: readonly number[]): readonly (readonly number[])[] {
  return sizes.reduce<readonly (readonly number[])[]>(
    (trials, size) => trials.flatMap((trial) => Array.from({ length: size }, (_, index) => [...trial, index])),
    [[]],
  );
}

/** When each execution starts at the earliest, in the graph with every trial as a node of its own. */
function earliestStarts({ edges }: RandomShape, { nodes }: ExecutionPlan): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  const executionsOf = new Map(
    nodes.map(({ node, axes }) => [
      node,
      product(axes.map((axis) => axis.points.length)).map((trial) => ({ node, trial })),
    ]),
  );
  const axesOf = new Map(nodes.map(({ node, axes }) => [node, axes.map((axis) => axis.id)]));
  for (const { node } of nodes) {
    const own = axesOf.get(node) ?? [];
    for (const execution of executionsOf.get(node) ?? []) {
      let start = 0;
      for (const [from, to] of edges) {
        if (`n${to}` !== node) continue;
        const theirs = axesOf.get(`n${from}`) ?? [];
        for (const producer of executionsOf.get(`n${from}`) ?? []) {
          const meets = theirs.every(
            (axis, index) => !own.includes(axis) || producer.trial[index] === execution.trial[own.indexOf(axis)],
          );
          if (meets) start = Math.max(start, (starts.get(keyOf(producer)) ?? 0) + secondsOf(producer));
        }
      }
      starts.set(keyOf(execution), start);
    }
  }
  return starts;
}

async function ran(shape: RandomShape) {
  const { value: plan } = planPipeline(graphOf(shape), { definitionHash: '', parameters: {}, inputs: {} });
  const machine = plan && compilePlan(plan).value;
  if (plan === undefined || machine === undefined) throw new Error('the graph was refused');
  const run = await runCompiled(machine, { seconds: (event) => ('trial' in event ? secondsOf(event) : 0) });
  expect(run).toMatchObject({ status: 'SUCCEEDED', cause: undefined });
  const starts = new Map(
    run.calls.flatMap(({ event, start }) => ('trial' in event ? [[keyOf(event), start] as const] : [])),
  );
  return { plan, starts, earliest: earliestStarts(shape, plan) };
}

const axes = (...targets: readonly (readonly number[])[]) => targets.map((each) => ({ size: 3, targets: each }));

describe('a graph with sweeps', () => {
  it('lets trials begin before a node outside of their Map has ended, which some of them wait for', async () => {
    const late = {
      size: 4,
      edges: [
        [0, 2],
        [1, 2],
        [2, 3],
      ] as const,
      axes: axes([0]),
      gathers: [{ node: 3, axis: 'all' as const }],
    };
    const { plan, starts, earliest } = await ran(late);
    expect(plan).toMatchObject({ barriers: [], rendezvous: [{ producer: 'n1', waiter: 'n2' }] });
    expect(starts).toEqual(earliest);
  });

  it('wakes all iterations of nested Maps, more of them than one item holds tokens', async () => {
    const nested = {
      size: 4,
      edges: [
        [0, 1],
        [1, 2],
        [3, 2],
      ] as const,
      axes: [
        { size: 6, targets: [0] },
        { size: 6, targets: [1] },
      ],
      gathers: [],
    };
    const { plan, starts, earliest } = await ran(nested);
    expect(plan).toMatchObject({ barriers: [], rendezvous: [{ producer: 'n3', waiter: 'n2' }] });
    expect(starts).toEqual(earliest);
  });

  it('wakes who waits in an iteration and who waits for all of them, each at his time', async () => {
    const both = {
      size: 9,
      edges: [
        [0, 4],
        [1, 4],
        [0, 5],
        [2, 5],
        [0, 6],
        [3, 6],
        [0, 8],
        [7, 8],
      ] as const,
      axes: axes([0, 1, 2], [3, 7]),
      gathers: [{ node: 6, axis: 'all' as const }],
    };
    const { plan, starts, earliest } = await ran(both);
    expect(plan.rendezvous).toMatchObject([
      { producer: 'n0', waiter: 'n6' },
      { producer: 'n0', waiter: 'n4' },
    ]);
    expect([...starts.keys()].sort()).toEqual([...earliest.keys()].sort());
  });

  it('names the barrier where two axes meet, and has none where one of two is gathered', async () => {
    const meeting = {
      size: 3,
      edges: [
        [0, 2],
        [1, 2],
      ] as const,
      axes: axes([0], [1]),
      gathers: [],
    };
    expect((await ran(meeting)).plan.barriers).not.toEqual([]);
    const gathered = {
      size: 4,
      edges: [
        [0, 1],
        [1, 2],
        [3, 2],
      ] as const,
      axes: axes([0], [1]),
      gathers: [{ node: 2, axis: 1 }],
    };
    const { plan, starts, earliest } = await ran(gathered);
    expect(plan.barriers).toEqual([]);
    expect(starts).toEqual(earliest);
  });

  it('runs at its critical path, every trial, wherever no barrier is named, and nowhere too early', async () => {
    let exact = 0;
    const shapes = swept(fc.oneof(acyclic(8), layered(10), training(12)));
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const { plan, starts, earliest } = await ran(shape);
        if (plan.barriers.length === 0) {
          exact += 1;
          expect(starts).toEqual(earliest);
        }
        expect([...starts.keys()].sort()).toEqual([...earliest.keys()].sort());
        for (const [key, start] of starts) expect(start).toBeGreaterThanOrEqual(earliest.get(key) ?? 0);
      }),
      { seed: 13, numRuns: full ? 2000 : 30 },
    );
    expect(exact).toBeGreaterThan(5);
  });
});
