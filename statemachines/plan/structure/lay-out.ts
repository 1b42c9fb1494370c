import type { Decomposition } from './modular-decomposition.ts';
import { decompose } from './modular-decomposition.ts';
import type { PartialOrder } from './partial-order.ts';
import { descendantsOf, partialOrder } from './partial-order.ts';
import { bestNesting, MOST_EXACT_ELEMENTS } from './sub-order/best-nesting.ts';
import { chainCover } from './sub-order/chain-cover.ts';
import { improveNesting } from './sub-order/improve-nesting.ts';
import type { Nesting, WeightedEdge, WeightedOrder } from './sub-order/weighted-order.ts';

/** A series-parallel order that holds nothing but what the order itself demands, and what it demands besides. */
export interface Layout {
  readonly nesting: Nesting;
  /** Reduced edges `[from, to]` that the nesting does not imply, sorted. */
  readonly outside: readonly (readonly [number, number])[];
}

/** Levels of a nesting, see `modular-decomposition.ts`; chains joined by rendezvous have two. */
const MOST_LEVELS = 96;

/** Nests any order so that few edges are left outside, without a barrier: nothing follows what it does not wait for. */
export function layOut(order: PartialOrder): Layout {
  const nested = flat(nest(decompose(order), order));
  const all = Array.from({ length: order.size }, (_, position) => position);
  const nesting = levelsOf(nested) > MOST_LEVELS ? chainCover(induced(order, all)) : nested;
  return { nesting, outside: edgesOutside(nesting, order) };
}

function nest(part: Decomposition, order: PartialOrder): Nesting {
  switch (part.kind) {
    case 'leaf':
      return part;
    case 'series':
    case 'parallel':
      return { kind: part.kind, parts: part.parts.map((each) => nest(each, order)) };
    case 'deep':
      return placed(chainCover(induced(order, part.positions)), part.positions.map(leaf));
    case 'prime':
      return nestPrime(part.parts, order);
    default:
      return part satisfies never;
  }
}

/** The best nesting of the modules; or that of their elements as chains, where modules that must stay whole cost more. */
function nestPrime(parts: readonly Decomposition[], order: PartialOrder): Nesting {
  const modules = parts.map(positionsOf);
  const positions = modules.flat().sort((a, b) => a - b);
  const share = positions.length / order.size;
  const byModule = placed(
    subOrder(quotient(order, modules), share),
    parts.map((part) => nest(part, order)),
  );
  if (modules.every((members) => members.length === 1)) return byModule;
  const elements = induced(order, positions);
  const byElement = placed(improveNesting(elements, chainCover(elements), share), positions.map(leaf));
  return edgesOutside(byElement, order).length < edgesOutside(byModule, order).length ? byElement : byModule;
}

function subOrder(order: WeightedOrder, share: number): Nesting {
  return order.size <= MOST_EXACT_ELEMENTS ? bestNesting(order) : improveNesting(order, chainCover(order), share);
}

/** The order of some convex positions, renumbered. */
function induced(order: PartialOrder, positions: readonly number[]): WeightedOrder {
  return quotient(
    order,
    positions.map((position) => [position]),
  );
}

/** The order of modules, each step with the number of edges that it stands for. Modules are in topological order. */
function quotient(order: PartialOrder, modules: readonly (readonly number[])[]): WeightedOrder {
  const moduleOf = new Map(modules.flatMap((members, index) => members.map((position) => [position, index] as const)));
  const edges: WeightedEdge[] = [];
  const before: number[][] = [];
  for (const [to, members] of modules.entries()) {
    const weights = new Map<number, number>();
    for (const position of members) {
      for (const earlier of order.reduced[position] ?? []) {
        const from = moduleOf.get(earlier);
        if (from !== undefined && from !== to) weights.set(from, (weights.get(from) ?? 0) + 1);
      }
    }
    const sorted = [...weights].sort(([a], [b]) => a - b);
    before.push(sorted.map(([from]) => from));
    edges.push(...sorted.map(([from, weight]) => ({ from, to, weight })));
  }
  const reduced = partialOrder(before);
  return { size: modules.length, ancestors: reduced.ancestors, descendants: descendantsOf(reduced), edges };
}

function leaf(position: number): Nesting {
  return { kind: 'leaf', position };
}

/** A nesting with other nestings in place of its leaves. */
function placed(nesting: Nesting, parts: readonly Nesting[]): Nesting {
  if (nesting.kind === 'leaf') return parts[nesting.position] ?? nesting;
  return { kind: nesting.kind, parts: nesting.parts.map((part) => placed(part, parts)) };
}

function positionsOf(part: Decomposition): readonly number[] {
  switch (part.kind) {
    case 'leaf':
      return [part.position];
    case 'deep':
      return part.positions;
    default:
      return part.parts.flatMap(positionsOf).sort((a, b) => a - b);
  }
}

/** No group in one of its own kind; a Parallel's parts by their first positions, so that an order is always told alike. */
function flat(nesting: Nesting): Nesting {
  if (nesting.kind === 'leaf') return nesting;
  const parts = nesting.parts.map(flat).flatMap((part) => (part.kind === nesting.kind ? part.parts : [part]));
  if (nesting.kind === 'series') return { kind: 'series', parts };
  return { kind: 'parallel', parts: parts.toSorted((a, b) => firstOf(a) - firstOf(b)) };
}

function firstOf(nesting: Nesting): number {
  if (nesting.kind === 'leaf') return nesting.position;
  return nesting.parts.reduce((least, part) => Math.min(least, firstOf(part)), Infinity);
}

function levelsOf(nesting: Nesting): number {
  if (nesting.kind === 'leaf') return 0;
  return 1 + nesting.parts.reduce((most, part) => Math.max(most, levelsOf(part)), 0);
}

/** Edges between positions of the nesting whose closest common group is a Parallel. */
function edgesOutside(nesting: Nesting, order: PartialOrder): readonly (readonly [number, number])[] {
  const parents = new Map<Nesting, Nesting>();
  const leaves = new Map<number, Nesting>();
  const visit = (part: Nesting): void => {
    if (part.kind === 'leaf') {
      leaves.set(part.position, part);
      return;
    }
    for (const child of part.parts) {
      parents.set(child, part);
      visit(child);
    }
  };
  visit(nesting);
  const outside: (readonly [number, number])[] = [];
  for (const to of [...leaves.keys()].sort((a, b) => a - b)) {
    const above = new Set<Nesting>();
    for (let part = leaves.get(to); part !== undefined; part = parents.get(part)) above.add(part);
    for (const from of order.reduced[to] ?? []) {
      let part = leaves.get(from);
      if (part === undefined) continue;
      while (part !== undefined && !above.has(part)) part = parents.get(part);
      if (part?.kind !== 'series') outside.push([from, to]);
    }
  }
  return outside;
}
