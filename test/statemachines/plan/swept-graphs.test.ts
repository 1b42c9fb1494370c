import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../../statemachines/asl/compile-plan.ts';
import type { ExecutionPlan, PlanBlock } from '../../../statemachines/plan/execution-plan.ts';
import { planPipeline } from '../../../statemachines/plan/plan-pipeline.ts';
import { layered, training } from '../random-dags.ts';
import type { RandomShape } from '../random-graph.ts';
import { acyclic, graphOf, swept } from '../random-graph.ts';
import { runCompiled } from '../run-compiled.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;

type MapBlock = PlanBlock & { readonly kind: 'map' };

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

/** The Maps that each node stands in, outer first. */
function mapsAround(block: PlanBlock, around: readonly MapBlock[] = []): ReadonlyMap<string, readonly MapBlock[]> {
  switch (block.kind) {
    case 'node':
      return new Map([[block.node, around]]);
    case 'series':
    case 'parallel':
      return new Map(block.blocks.flatMap((each) => [...mapsAround(each, around)]));
    case 'map':
      return mapsAround(block.body, [...around, block]);
    default:
      return new Map();
  }
}

/**
 * When each execution starts at the earliest, in the graph with every trial as a node of its own: what is demanded by edges,
 * and by barriers where there are some.
 */
function earliestStarts(
  { edges }: RandomShape,
  { nodes, structure }: ExecutionPlan,
  barriers: ExecutionPlan['barriers'] = [],
): ReadonlyMap<string, number> {
  const plans = new Map(nodes.map((node) => [node.node, node]));
  const axesOf = (node: string) => (plans.get(node)?.axes ?? []).map((axis) => axis.id);
  const executionsOf = (node: string) =>
    product((plans.get(node)?.axes ?? []).map((axis) => axis.points.length)).map((trial) => ({ node, trial }));
  const maps = mapsAround(structure);
  /** Whom a node waits for, and the axes of whose trials it waits for its own alone. */
  const demands = (node: string): readonly { readonly from: string; readonly shared: readonly string[] }[] => [
    ...edges.flatMap(([from, to]) => (`n${to}` === node ? [{ from: `n${from}`, shared: axesOf(node) }] : [])),
    // Where a barrier is, Maps end as a whole: only those around both go on by themselves.
    ...barriers.flatMap(({ before, after }) =>
      after.includes(node)
        ? before.map((from) => ({
            from,
            shared: (maps.get(from) ?? []).filter((map) => maps.get(node)?.includes(map)).map((map) => map.axis),
          }))
        : [],
    ),
  ];
  const starts = new Map<string, number>();
  const startOf = (execution: Execution): number => {
    const known = starts.get(keyOf(execution));
    if (known !== undefined) return known;
    const own = axesOf(execution.node);
    let start = 0;
    for (const { from, shared } of demands(execution.node)) {
      const theirs = axesOf(from);
      for (const producer of executionsOf(from)) {
        const meets = theirs.every(
          (axis, index) =>
            !shared.includes(axis) ||
            !own.includes(axis) ||
            producer.trial[index] === execution.trial[own.indexOf(axis)],
        );
        if (meets) start = Math.max(start, startOf(producer) + secondsOf(producer));
      }
    }
    starts.set(keyOf(execution), start);
    return start;
  };
  for (const { node } of nodes) for (const execution of executionsOf(node)) startOf(execution);
  return starts;
}

function lastEnd(starts: ReadonlyMap<string, number>): number {
  const ends = [...starts].map(([key, start]) => {
    const [node = '', ...trial] = key.split('.');
    return start + secondsOf({ node, trial: trial.filter((index) => index !== '').map(Number) });
  });
  return Math.max(0, ...ends);
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
  return {
    plan,
    starts,
    seconds: run.seconds,
    earliest: earliestStarts(shape, plan),
    told: earliestStarts(shape, plan, plan.barriers),
  };
}

/** Without a barrier every execution starts as early as its edges allow. */
async function expectExact(shape: RandomShape, rendezvous: readonly object[]): Promise<void> {
  const { plan, starts, earliest } = await ran(shape);
  expect(plan).toMatchObject({ barriers: [], rendezvous });
  expect(starts).toEqual(earliest);
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
    await expectExact(late, [{ producer: 'n1', waiter: 'n2' }]);
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
    await expectExact(nested, [{ producer: 'n3', waiter: 'n2' }]);
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
    const met = await ran(meeting);
    expect(met.plan.barriers.map(({ before, after }) => [before, after])).toEqual([
      [['n0'], ['n2']],
      [['n1'], ['n2']],
    ]);
    // Each of the nine combinations once, when the last trial of either axis has ended.
    expect(met.starts.size).toBe(3 + 3 + 9);
    expect(met.starts).toEqual(met.told);
    expect(new Set([...met.starts].flatMap(([key, start]) => (key.startsWith('n2') ? [start] : []))).size).toBe(1);
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
    await expectExact(gathered, [{ producer: 'n3', waiter: 'n2' }]);
  });

  it('runs every trial once, at its critical path but for the barriers that are named', async () => {
    const seen = { exact: 0, barred: 0 };
    const shapes = swept(fc.oneof(acyclic(8), layered(10), training(12)));
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const { plan, starts, seconds, earliest, told } = await ran(shape);
        seen[plan.barriers.length === 0 ? 'exact' : 'barred'] += 1;
        expect(starts).toEqual(told);
        expect(seconds).toBe(lastEnd(told));
        for (const [key, start] of starts) expect(start).toBeGreaterThanOrEqual(earliest.get(key) ?? 0);
        if (plan.barriers.length === 0) expect(told).toEqual(earliest);
      }),
      { seed: 13, numRuns: full ? 2000 : 30 },
    );
    expect(Math.min(seen.exact, seen.barred)).toBeGreaterThan(5);
  });
});
