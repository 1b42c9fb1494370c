import type { Bits } from './bits.ts';
import { clearBit, emptyBits, forEachCommon, hasBit, setBit } from './bits.ts';
import type { PartialOrder } from './partial-order.ts';
import { partitionOf } from './partition.ts';

/** What relates to what, both ways. */
interface Relations {
  readonly before: (position: number) => Bits;
  readonly after: (position: number) => Bits;
  readonly size: number;
}

/**
 * Relations looked at, beyond which modules are missed and nothing becomes wrong: ladders of many thousand nodes, which
 * have none, would take time that grows with their square.
 */
const STEPS = 2_000_000;
const STEPS_AN_ELEMENT = 200;

/**
 * Children of a prime part in its modular decomposition: the largest proper sets that everybody outside relates to alike.
 * Ehrenfeucht's way: the largest modules without one element by partition refinement, then those of them that are a
 * module together with it (McConnell and Spinrad 1999 describe both).
 *
 * @param descendants of the whole order
 * @param positions sorted, connected in the comparability graph and in its complement
 */
export function maximalModules(
  order: PartialOrder,
  descendants: readonly Bits[],
  positions: readonly number[],
): readonly (readonly number[])[] {
  const none = emptyBits(order.size);
  const relations: Relations = {
    before: (position) => order.ancestors[position] ?? none,
    after: (position) => descendants[position] ?? none,
    size: order.size,
  };
  const pivot = positions[positions.length >>> 1] ?? 0;
  const classes = modulesWithout(pivot, positions, relations);
  if (classes === undefined) return positions.map((position) => [position]);
  const joined = togetherWith(pivot, classes, relations);
  const own = [pivot, ...classes.filter((_, index) => joined.has(index)).flat()];
  const parts = [own, ...classes.filter((_, index) => !joined.has(index))];
  return parts.map((part) => part.toSorted((a, b) => a - b)).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

/** All but `pivot` in the largest modules: classes are split until nobody outside tells their members apart. */
function modulesWithout(
  pivot: number,
  positions: readonly number[],
  { before, after, size }: Relations,
): readonly (readonly number[])[] | undefined {
  const others = positions.filter((position) => position !== pivot);
  const partition = partitionOf(others, size);
  // Only elements that still share a class can be told apart.
  const shared = emptyBits(size);
  for (const position of others) setBit(shared, position);
  let sharing = others.length;
  const leave = (position: number) => {
    clearBit(shared, position);
    sharing -= 1;
  };
  let steps = STEPS + STEPS_AN_ELEMENT * positions.length;
  const splitBy = (by: number, related: Bits): boolean => {
    const own = partition.classOf(by);
    const touched = new Map<number, number[]>();
    forEachCommon(related, shared, (position) => {
      steps -= 1;
      const index = partition.classOf(position);
      if (index === own) return;
      const found = touched.get(index);
      if (found === undefined) touched.set(index, [position]);
      else found.push(position);
    });
    let changed = false;
    for (const [index, found] of touched) {
      if (found.length === partition.sizeOf(index)) continue;
      changed = true;
      const untouched = partition.sizeOf(index) - found.length;
      partition.split(index, found);
      if (found.length === 1) for (const position of found) leave(position);
      if (untouched === 1) leave(partition.firstOf(index));
    }
    return changed;
  };

  const asked = scattered(positions);
  splitBy(pivot, before(pivot));
  splitBy(pivot, after(pivot));
  for (;;) {
    let changed = false;
    for (const by of asked) {
      if (sharing === 0) break;
      if (steps < 0) return undefined;
      changed = splitBy(by, before(by)) || changed;
      changed = splitBy(by, after(by)) || changed;
    }
    if (!changed || sharing === 0) return partition.classes();
  }
}

/** Everything once, far from its neighbours: along a chain, who asks halves a class and does not shave its ends off. */
function scattered(positions: readonly number[]): readonly number[] {
  const { length } = positions;
  const divides = (a: number, b: number): number => (b === 0 ? a : divides(b, a % b));
  let step = Math.max(1, Math.round(length * 0.618));
  while (divides(length, step) !== 1) step += 1;
  return positions.map((_, index) => positions[((index + 1) * step) % length] ?? 0);
}

/**
 * Classes that form a module with `pivot`, smaller than everything. A module with `pivot` and a class in it holds every
 * class that relates differently to the two; a class from which this leads to all the others stands outside.
 */
function togetherWith(
  pivot: number,
  classes: readonly (readonly number[])[],
  { before, after, size }: Relations,
): ReadonlySet<number> {
  const indexOf = new Map(classes.map(([first], index) => [first ?? -1, index]));
  const unknown = emptyBits(size);
  for (const first of indexOf.keys()) setBit(unknown, first);
  const word = (bits: Bits, at: number) => bits[at] ?? 0;
  const differing = emptyBits(size);

  const inside = new Set<number>();
  for (const [start, index] of indexOf) {
    if (inside.has(index)) continue;
    const reached: number[] = [];
    const reach = (position: number) => {
      clearBit(unknown, position);
      reached.push(position);
    };
    reach(start);
    for (let next = 0; next < reached.length; next += 1) {
      const own = reached[next] ?? start;
      for (let at = 0; at < differing.length; at += 1) {
        differing[at] =
          (word(before(pivot), at) ^ word(before(own), at)) | (word(after(pivot), at) ^ word(after(own), at));
      }
      forEachCommon(differing, unknown, reach);
    }
    // All others are known to stand inside, so this class leads everywhere and stands outside; see below.
    if (reached.length + inside.size === classes.length) return besides(start);
    for (const position of reached) inside.add(indexOf.get(position) ?? -1);
  }
  return inside;

  /** All classes except those from which `outside` is reached: they stand outside too. */
  function besides(outside: number): ReadonlySet<number> {
    const left = emptyBits(size);
    for (const first of indexOf.keys()) if (first !== outside) setBit(left, first);
    const leading = [outside];
    for (let next = 0; next < leading.length; next += 1) {
      const by = leading[next] ?? outside;
      // Whom `by` relates to otherwise than to the pivot leads to `by`.
      const side = [before(by), after(by)].find((bits) => hasBit(bits, pivot));
      for (let at = 0; at < differing.length; at += 1) {
        differing[at] = side === undefined ? word(before(by), at) | word(after(by), at) : ~word(side, at);
      }
      forEachCommon(differing, left, (position) => {
        if (position === by) return;
        clearBit(left, position);
        leading.push(position);
      });
    }
    const outer = new Set(leading.map((position) => indexOf.get(position)));
    return new Set([...indexOf.values()].filter((index) => !outer.has(index)));
  }
}
