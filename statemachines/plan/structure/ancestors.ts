/** Sets of positions as bits: what comes before what, for thousands of nodes. */
export type Bits = Uint32Array;

/** A strict order of `0..size-1`, given in topological order: `before[i]` holds positions below `i`. */
export interface PartialOrder {
  readonly size: number;
  /** Everything that comes before, directly or not. */
  readonly ancestors: readonly Bits[];
  /** Direct predecessors that no other path implies. */
  readonly reduced: readonly (readonly number[])[];
}

/** Closure and transitive reduction in one pass; `before[i]` in any order, with or without what is implied. */
export function partialOrder(before: readonly (readonly number[])[]): PartialOrder {
  const words = Math.ceil(before.length / 32);
  const ancestors: Bits[] = [];
  const reduced: number[][] = [];
  for (const direct of before) {
    const own = new Uint32Array(words);
    const kept: number[] = [];
    // From the latest: what an earlier predecessor brings is already there through a later one that follows it.
    for (const position of [...new Set(direct)].sort((a, b) => b - a)) {
      if (has(own, position)) continue;
      kept.push(position);
      const theirs = ancestors[position] ?? own;
      for (let word = 0; word < words; word += 1) own[word] = (own[word] ?? 0) | (theirs[word] ?? 0);
      own[position >>> 5] = (own[position >>> 5] ?? 0) | (1 << (position & 31));
    }
    ancestors.push(own);
    reduced.push(kept.reverse());
  }
  return { size: before.length, ancestors, reduced };
}

function has(bits: Bits, position: number): boolean {
  return (((bits[position >>> 5] ?? 0) >>> (position & 31)) & 1) === 1;
}

export function precedes(order: PartialOrder, first: number, second: number): boolean {
  return first < second && has(order.ancestors[second] ?? new Uint32Array(), first);
}
