/** How others run a graph that does not nest: with barriers. */
export interface TimedGraph {
  readonly size: number;
  /** What each node waits for, all of them with lower numbers. */
  readonly before: readonly (readonly number[])[];
  readonly seconds: readonly number[];
}

/** The longest way through the graph: what nobody can beat. */
export function criticalPath(graph: TimedGraph): number {
  return longest(
    graph,
    Array.from({ length: graph.size }, (_, node) => node),
  );
}

/** Levels one after the other, as Kedro's and ZenML's compilers do: a level starts when all of the one before has ended. */
export function levelBarriers({ size, before, seconds }: TimedGraph): number {
  const levels: number[] = [];
  const slowest: number[] = [];
  for (let node = 0; node < size; node += 1) {
    const level = Math.max(-1, ...(before[node] ?? []).map((each) => levels[each] ?? 0)) + 1;
    levels.push(level);
    slowest[level] = Math.max(slowest[level] ?? 0, seconds[node] ?? 0);
  }
  return slowest.reduce((sum, each) => sum + each, 0);
}

/**
 * Series-parallelisation: independent parts stand side by side, and a part that does not divide is cut by one barrier,
 * where `known` durations let it cost least.
 */
export function seriesParallel(graph: TimedGraph, known: readonly number[]): number {
  return spend(
    graph,
    known,
    Array.from({ length: graph.size }, (_, node) => node),
  ).actual;
}

interface Spent {
  readonly expected: number;
  readonly actual: number;
}

function spend(graph: TimedGraph, known: readonly number[], nodes: readonly number[]): Spent {
  const [only] = nodes;
  if (nodes.length === 1 && only !== undefined) {
    return { expected: known[only] ?? 0, actual: graph.seconds[only] ?? 0 };
  }
  const sides = components(graph, nodes);
  if (sides.length > 1) {
    const spent = sides.map((side) => spend(graph, known, side));
    return {
      expected: Math.max(...spent.map(({ expected }) => expected)),
      actual: Math.max(...spent.map(({ actual }) => actual)),
    };
  }
  const cut = cheapestCut(graph, known, nodes);
  const [first, second] = [spend(graph, known, cut.first), spend(graph, known, cut.second)];
  return { expected: first.expected + second.expected, actual: first.actual + second.actual };
}

/** Divides along the times at which nodes would end without barriers: whoever ends by then stands before. */
function cheapestCut(graph: TimedGraph, known: readonly number[], nodes: readonly number[]) {
  const ends = earliestEnds({ ...graph, seconds: known }, nodes);
  const ordered = nodes.toSorted((a, b) => (ends.get(a) ?? 0) - (ends.get(b) ?? 0) || a - b);
  let best: { cost: number; first: readonly number[]; second: readonly number[] } | undefined;
  for (let count = 1; count < ordered.length; count += 1) {
    const first = ordered.slice(0, count).sort((a, b) => a - b);
    const second = ordered.slice(count).sort((a, b) => a - b);
    const timed = { ...graph, seconds: known };
    const cost = longest(timed, first) + longest(timed, second);
    if (best === undefined || cost < best.cost) best = { cost, first, second };
  }
  return best ?? { first: nodes.slice(0, 1), second: nodes.slice(1) };
}

function longest(graph: TimedGraph, nodes: readonly number[]): number {
  return Math.max(0, ...earliestEnds(graph, nodes).values());
}

function earliestEnds({ before, seconds }: TimedGraph, nodes: readonly number[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  for (const node of nodes) {
    const start = Math.max(0, ...(before[node] ?? []).map((each) => ends.get(each) ?? 0));
    ends.set(node, start + (seconds[node] ?? 0));
  }
  return ends;
}

function components({ before }: TimedGraph, nodes: readonly number[]): readonly (readonly number[])[] {
  const inside = new Set(nodes);
  const leader = new Map(nodes.map((node) => [node, node]));
  const find = (node: number): number => {
    const next = leader.get(node) ?? node;
    return next === node ? node : find(next);
  };
  for (const node of nodes) {
    for (const each of before[node] ?? []) if (inside.has(each)) leader.set(find(each), find(node));
  }
  return [...Map.groupBy(nodes, find).values()];
}
