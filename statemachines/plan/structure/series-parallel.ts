import type { Bits, PartialOrder } from './ancestors.ts';
import { precedes } from './ancestors.ts';

/** An order taken apart: what follows each other, what stands side by side, and what is neither. */
export type Decomposition =
  | { readonly kind: 'leaf'; readonly position: number }
  | { readonly kind: 'series' | 'parallel'; readonly parts: readonly Decomposition[] }
  /** Not series-parallel: no cut and no split; it holds an N. */
  | { readonly kind: 'prime'; readonly positions: readonly number[] };

/**
 * Modular decomposition: connected components of the comparability graph stand side by side, those of its complement
 * follow each other, recursively (Valdes, Tarjan, Lawler 1982: an order is series-parallel exactly where this never
 * gets stuck).
 */
export function decompose(order: PartialOrder): Decomposition {
  return decomposePart(
    order,
    Array.from({ length: order.size }, (_, position) => position),
  );
}

function decomposePart(order: PartialOrder, positions: readonly number[]): Decomposition {
  const [only] = positions;
  if (positions.length === 1 && only !== undefined) return { kind: 'leaf', position: only };
  const sides = components(order, positions);
  if (sides.length > 1) return { kind: 'parallel', parts: sides.map((side) => decomposePart(order, side)) };
  const parts = seriesCuts(order, positions);
  if (parts.length > 1) return { kind: 'series', parts: parts.map((part) => decomposePart(order, part)) };
  return { kind: 'prime', positions };
}

/** Weakly connected parts. Every part met here is convex, so that the reduced edges inside it connect what is comparable. */
function components(order: PartialOrder, positions: readonly number[]): readonly (readonly number[])[] {
  const leader = new Map(positions.map((position) => [position, position]));
  const find = (position: number): number => {
    let root = position;
    for (let next = leader.get(root); next !== undefined && next !== root; next = leader.get(root)) root = next;
    leader.set(position, root);
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
  const inside = new Uint32Array(Math.ceil(order.size / 32));
  for (const position of positions) inside[position >>> 5] = (inside[position >>> 5] ?? 0) | (1 << (position & 31));
  const sorted = positions
    .map((position) => ({ position, ancestors: countCommon(order.ancestors[position], inside) }))
    .sort((a, b) => a.ancestors - b.ancestors || a.position - b.position);
  const parts: number[][] = [];
  for (const [index, { position, ancestors }] of sorted.entries()) {
    if (ancestors === index) parts.push([]);
    parts.at(-1)?.push(position);
  }
  return parts.map((part) => part.sort((a, b) => a - b));
}

function countCommon(a: Bits | undefined, b: Bits): number {
  let count = 0;
  for (const [word, bits] of b.entries()) {
    let left = (a?.[word] ?? 0) & bits;
    left -= (left >>> 1) & 0x55555555;
    left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
    count += Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}

/** Four positions `a -> c <- b -> d` with nothing else between them: the shape that Parallel states cannot express. */
export function findN(
  order: PartialOrder,
  positions: readonly number[],
): readonly [number, number, number, number] | undefined {
  const side = (x: number, y: number) => x !== y && !precedes(order, x, y) && !precedes(order, y, x);
  for (const c of positions) {
    for (const b of order.reduced[c] ?? []) {
      const right = positions.filter((d) => precedes(order, b, d) && side(c, d));
      for (const a of right.length === 0 ? [] : positions.filter((each) => precedes(order, each, c) && side(each, b))) {
        const d = right.find((each) => side(a, each));
        if (d !== undefined) return [a, b, c, d];
      }
    }
  }
  return undefined;
}
