import type { Bits } from './bits.ts';
import { countCommon, emptyBits, setBit } from './bits.ts';
import { maximalModules } from './maximal-modules.ts';
import type { PartialOrder } from './partial-order.ts';
import { descendantsOf } from './partial-order.ts';

/** An order taken apart: what follows each other, what stands side by side, and what is neither. */
export type Decomposition =
  | { readonly kind: 'leaf'; readonly position: number }
  | { readonly kind: 'series' | 'parallel'; readonly parts: readonly Decomposition[] }
  /** Not series-parallel: no cut and no split. Its parts are its maximal modules: whoever is outside of one sees all of it alike. */
  | { readonly kind: 'prime'; readonly parts: readonly Decomposition[] }
  /** Nested as deep as a machine may be, and not looked into any further. */
  | { readonly kind: 'deep'; readonly positions: readonly number[] };

/**
 * Nested series and parallels on top of each other. A Parallel brings four levels of JSON, and readers of JSON stop at a
 * depth: Jackson, which much of AWS is built on, at 1,000.
 */
const MOST_LEVELS = 64;

/**
 * Modular decomposition: connected components of the comparability graph stand side by side, those of its complement
 * follow each other, recursively (Gallai 1967; Valdes, Tarjan, Lawler 1982: an order is series-parallel exactly where
 * no prime part remains).
 */
export function decompose(order: PartialOrder): Decomposition {
  let descendants: readonly Bits[] | undefined;
  const after = () => (descendants ??= descendantsOf(order));
  const all = Array.from({ length: order.size }, (_, position) => position);

  return take(all, 0);

  function take(positions: readonly number[], level: number): Decomposition {
    const [only] = positions;
    if (positions.length === 1 && only !== undefined) return { kind: 'leaf', position: only };
    if (level === MOST_LEVELS) return { kind: 'deep', positions };
    const below = (parts: readonly (readonly number[])[]) => parts.map((part) => take(part, level + 1));
    const sides = components(order, positions);
    if (sides.length > 1) return { kind: 'parallel', parts: below(sides) };
    const cuts = seriesCuts(order, positions);
    if (cuts.length > 1) return { kind: 'series', parts: below(cuts) };
    return { kind: 'prime', parts: below(maximalModules(order, after(), positions)) };
  }
}

/** Weakly connected parts. Every part met here is convex, so that the reduced edges inside it connect what is comparable. */
function components(order: PartialOrder, positions: readonly number[]): readonly (readonly number[])[] {
  const leader = new Map(positions.map((position) => [position, position]));
  const find = (position: number): number => {
    let root = position;
    for (let next = leader.get(root); next !== undefined && next !== root; next = leader.get(root)) root = next;
    for (let at = position; at !== root;) {
      const next = leader.get(at) ?? root;
      leader.set(at, root);
      at = next;
    }
    return root;
  };
  for (const position of positions) {
    for (const before of order.reduced[position] ?? []) {
      if (!leader.has(before)) continue;
      const [a, b] = [find(before), find(position)];
      leader.set(Math.max(a, b), Math.min(a, b));
    }
  }
  const parts = new Map<number, number[]>();
  for (const position of positions) {
    const root = find(position);
    const part = parts.get(root);
    if (part === undefined) parts.set(root, [position]);
    else part.push(position);
  }
  return [...parts.values()];
}

/**
 * Sorted by the number of ancestors inside, a cut stands before position k exactly where that element has k of them:
 * they are all those before it, and whatever comes later has an ancestor that has them too.
 */
function seriesCuts(order: PartialOrder, positions: readonly number[]): readonly (readonly number[])[] {
  const inside = emptyBits(order.size);
  for (const position of positions) setBit(inside, position);
  const first = (positions[0] ?? 0) >>> 5;
  const last = (positions.at(-1) ?? 0) >>> 5;
  const sorted = positions
    .map((position) => ({
      position,
      ancestors: countCommon(order.ancestors[position] ?? inside, inside, first, last),
    }))
    .sort((a, b) => a.ancestors - b.ancestors || a.position - b.position);
  const parts: number[][] = [];
  for (const [index, { position, ancestors }] of sorted.entries()) {
    if (ancestors === index) parts.push([]);
    parts.at(-1)?.push(position);
  }
  return parts.map((part) => part.sort((a, b) => a - b));
}
