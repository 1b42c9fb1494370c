import type { Bits } from './bits.ts';
import { addBits, emptyBits, hasBit, setBit } from './bits.ts';

/** A strict order of `0..size-1`, given in topological order: `before[i]` holds positions below `i`. */
export interface PartialOrder {
  readonly size: number;
  /** Everything that comes before, directly or not. */
  readonly ancestors: readonly Bits[];
  /** Direct predecessors that no other path implies, lowest first. */
  readonly reduced: readonly (readonly number[])[];
}

/** Closure and transitive reduction in one pass; `before[i]` in any order, with or without what is implied. */
export function partialOrder(before: readonly (readonly number[])[]): PartialOrder {
  const ancestors: Bits[] = [];
  const reduced: number[][] = [];
  for (const direct of before) {
    const own = emptyBits(before.length);
    const kept: number[] = [];
    // From the latest: what an earlier predecessor brings is already there through a later one that follows it.
    for (const position of [...new Set(direct)].sort((a, b) => b - a)) {
      if (hasBit(own, position)) continue;
      kept.push(position);
      addBits(own, ancestors[position] ?? own, 0, position >>> 5);
      setBit(own, position);
    }
    ancestors.push(own);
    reduced.push(kept.reverse());
  }
  return { size: before.length, ancestors, reduced };
}

export function precedes(order: PartialOrder, first: number, second: number): boolean {
  const ancestors = order.ancestors[second];
  return first < second && ancestors !== undefined && hasBit(ancestors, first);
}

/** Everything that comes after each position, directly or not. */
export function descendantsOf({ size, reduced }: PartialOrder): readonly Bits[] {
  const descendants = Array.from({ length: size }, () => emptyBits(size));
  for (let position = size - 1; position >= 0; position -= 1) {
    const own = descendants[position] ?? emptyBits(size);
    for (const before of reduced[position] ?? []) {
      const theirs = descendants[before] ?? own;
      addBits(theirs, own, position >>> 5);
      setBit(theirs, position);
    }
  }
  return descendants;
}
