import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../../../statemachines/plan/structure/lay-out.ts';
import { decompose, type Decomposition } from '../../../../statemachines/plan/structure/modular-decomposition.ts';
import { partialOrder, precedes, type PartialOrder } from '../../../../statemachines/plan/structure/partial-order.ts';
import type { Nesting } from '../../../../statemachines/plan/structure/sub-order/weighted-order.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;

/** Every order of `size` elements in which a lower number never comes after a higher one, each once. */
function everyOrder(size: number): readonly PartialOrder[] {
  const pairs = Array.from({ length: size }, (_, to) =>
    Array.from({ length: to }, (_, from) => [from, to] as const),
  ).flat();
  const found = new Map<string, PartialOrder>();
  for (let chosen = 0; chosen < 1 << pairs.length; chosen += 1) {
    const order = orderOf(
      size,
      pairs.filter((_, index) => (chosen >>> index) & 1),
    );
    found.set(JSON.stringify(order.reduced), order);
  }
  return [...found.values()];
}

function orderOf(size: number, edges: readonly (readonly [number, number])[]): PartialOrder {
  return partialOrder(
    Array.from({ length: size }, (_, node) => edges.filter(([, to]) => to === node).map(([from]) => from)),
  );
}

const edgesOf = ({ reduced }: PartialOrder) =>
  reduced.flatMap((before, to) => before.map((from) => [from, to] as const));

/** Fewest edges outside of any series-parallel order in this one, by trying each way to divide each set. */
function fewestOutside(order: PartialOrder): number {
  const edges = edgesOf(order);
  const known = new Map<number, number>();
  const within = (set: number) => edges.filter(([a, b]) => (set >>> a) & 1 && (set >>> b) & 1).length;
  const members = (set: number) =>
    Array.from({ length: order.size }, (_, index) => index).filter((each) => (set >>> each) & 1);
  const kept = (set: number): number => {
    const before = known.get(set);
    if (before !== undefined) return before;
    let most = 0;
    for (let part = (set - 1) & set; part > 0; part = (part - 1) & set) {
      const rest = set ^ part;
      const follows = members(part).every((a) => members(rest).every((b) => precedes(order, a, b)));
      const between = follows ? within(set) - within(part) - within(rest) : 0;
      most = Math.max(most, kept(part) + kept(rest) + between);
    }
    known.set(set, most);
    return most;
  };
  return edges.length - kept((1 << order.size) - 1);
}

/** Edges outside of the fewest chains along edges: all but a maximum matching, by augmenting paths. */
function outsideOfChains(order: PartialOrder): number {
  const edges = edgesOf(order);
  const previous = new Map<number, number>();
  const augment = (from: number, tried: Set<number>): boolean =>
    edges.some(([a, to]) => {
      if (a !== from || tried.has(to)) return false;
      tried.add(to);
      const owner = previous.get(to);
      if (owner !== undefined && !augment(owner, tried)) return false;
      previous.set(to, from);
      return true;
    });
  for (let from = 0; from < order.size; from += 1) augment(from, new Set());
  return edges.length - previous.size;
}

/** Pairs that a nesting puts one behind the other. */
function impliedBy(nesting: Nesting): readonly (readonly [number, number])[] {
  if (nesting.kind === 'leaf') return [];
  const inside = nesting.parts.flatMap(impliedBy);
  if (nesting.kind === 'parallel') return inside;
  const leaves = nesting.parts.map(leavesOf);
  return [
    ...inside,
    ...leaves.flatMap((first, index) =>
      leaves.slice(index + 1).flatMap((second) => first.flatMap((a) => second.map((b) => [a, b] as const))),
    ),
  ];
}

function leavesOf(nesting: Nesting): readonly number[] {
  return nesting.kind === 'leaf' ? [nesting.position] : nesting.parts.flatMap(leavesOf);
}

/** Nothing comes behind what it does not wait for, and everything else that it waits for is an edge outside. */
function expectExact(order: PartialOrder): number {
  const { nesting, outside } = layOut(order);
  expect([...leavesOf(nesting)].sort((a, b) => a - b)).toEqual(order.reduced.map((_, index) => index));
  const implied = impliedBy(nesting);
  expect(implied.filter(([a, b]) => !precedes(order, a, b))).toEqual([]);
  const held = new Set(implied.map(([a, b]) => `${a},${b}`));
  expect(outside).toEqual(edgesOf(order).filter(([a, b]) => !held.has(`${a},${b}`)));
  return outside.length;
}

/** The sizes of what a decomposition consists of, in words. */
function words(part: Decomposition): string {
  if (part.kind === 'leaf') return String(part.position);
  return `${part.kind}(${'parts' in part ? part.parts.map(words).join(' ') : part.positions.join(' ')})`;
}

const randomOrder = (size: number) =>
  fc
    .tuple(
      fc.integer({ min: 15, max: 60 }),
      fc.array(fc.nat(99), { minLength: (size * (size - 1)) / 2, maxLength: (size * (size - 1)) / 2 }),
    )
    .map(([share, draws]) => {
      const pairs = Array.from({ length: size }, (_, to) =>
        Array.from({ length: to }, (_, from) => [from, to] as const),
      ).flat();
      return orderOf(
        size,
        pairs.filter((_, index) => (draws[index] ?? 99) < share),
      );
    });

describe('layOut', () => {
  it('nests the small trap with one edge outside, where chains alone leave three', () => {
    const trap = orderOf(5, [
      [0, 4],
      [1, 3],
      [1, 4],
      [2, 3],
      [2, 4],
    ]);
    const leaf = (position: number) => ({ kind: 'leaf', position });
    const pair = (a: number, b: number) => ({ kind: 'parallel', parts: [leaf(a), leaf(b)] });
    expect(outsideOfChains(trap)).toBe(3);
    expect(layOut(trap)).toEqual({
      nesting: { kind: 'parallel', parts: [leaf(0), { kind: 'series', parts: [pair(1, 2), pair(3, 4)] }] },
      outside: [[0, 4]],
    });
  });

  it('leaves as few edges outside as any series-parallel order does, on every graph of few nodes', () => {
    for (let size = 1; size <= (full ? 6 : 5); size += 1) {
      for (const order of everyOrder(size)) expect(expectExact(order)).toBe(fewestOutside(order));
    }
  });

  it('leaves at most a tenth more outside than the best order on the mean, and never more than chains', () => {
    for (const size of full ? [7, 8, 9, 10, 11] : [7, 10]) {
      let ratios = 0;
      let crossed = 0;
      const property = fc.property(randomOrder(size), (order) => {
        const outside = expectExact(order);
        const fewest = fewestOutside(order);
        expect(outside).toBeLessThanOrEqual(outsideOfChains(order));
        if (fewest === 0) return;
        ratios += outside / fewest;
        crossed += 1;
      });
      fc.assert(property, { seed: 3, numRuns: full ? (size < 10 ? 400 : 60) : size < 10 ? 25 : 3 });
      expect(ratios / Math.max(crossed, 1)).toBeLessThanOrEqual(size === 7 ? 1.1 : 1.2);
    }
  });

  it('adds nothing and forgets nothing in large orders', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 70 }).chain((size) => randomOrder(size)),
        (order) => {
          expect(expectExact(order)).toBeLessThanOrEqual(outsideOfChains(order));
        },
      ),
      { seed: 4, numRuns: full ? 300 : 6 },
    );
  });

  it('lays out what is nested deeper than a machine may be as chains', () => {
    // A node beside everything that follows, three hundred times in each other.
    const edges = Array.from({ length: 300 }, (_, level) => [
      [2 * level, 2 * level + 1] as const,
      [2 * level, 2 * level + 2] as const,
    ]).flat();
    const levels = (nesting: Nesting): number =>
      nesting.kind === 'leaf' ? 0 : 1 + Math.max(...nesting.parts.map(levels));
    const order = orderOf(601, edges);
    expect(levels(layOut(order).nesting)).toBeLessThanOrEqual(96);
    expect(layOut(order).outside.length).toBeLessThanOrEqual(outsideOfChains(order));
  });
});

describe('decompose', () => {
  it('finds the modules of a prime part, also prime ones', () => {
    // An N of which one node is an N itself, and another one a fork and join.
    const inner = [
      [0, 2],
      [1, 2],
      [1, 3],
    ] as const;
    const fork = [
      [5, 6],
      [5, 7],
      [6, 8],
      [7, 8],
    ] as const;
    const outer = [...[0, 1, 2, 3].map((node) => [node, 5] as const), [4, 5] as const, [4, 9] as const];
    expect(words(decompose(orderOf(10, [...inner, ...fork, ...outer])))).toBe(
      'prime(prime(0 1 2 3) 4 series(5 parallel(6 7) 8) 9)',
    );
  });

  it('gives modules that nobody outside tells apart, and no larger ones', () => {
    const related = (order: PartialOrder, a: number, b: number) =>
      precedes(order, a, b) ? 1 : precedes(order, b, a) ? 2 : 0;
    const isModule = (order: PartialOrder, members: readonly number[], among: readonly number[]) =>
      among.every(
        (other) =>
          members.includes(other) ||
          members.every((each) => related(order, other, each) === related(order, other, members[0] ?? 0)),
      );
    const positions = (part: Decomposition): readonly number[] =>
      part.kind === 'leaf' ? [part.position] : part.kind === 'deep' ? part.positions : part.parts.flatMap(positions);
    const check = (order: PartialOrder, part: Decomposition): void => {
      if (!('parts' in part)) return;
      const all = positions(part);
      for (const child of part.parts) {
        expect(isModule(order, positions(child), all)).toBe(true);
        check(order, child);
      }
      if (part.kind !== 'prime') return;
      for (let chosen = 1; chosen < (1 << part.parts.length) - 1; chosen += 1) {
        const several = part.parts.filter((_, index) => (chosen >>> index) & 1);
        if (several.length > 1) expect(isModule(order, several.flatMap(positions), all)).toBe(false);
      }
    };
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 10 }).chain(randomOrder), (order) => {
        check(order, decompose(order));
      }),
      { seed: 5, numRuns: full ? 1500 : 60 },
    );
  });
});
