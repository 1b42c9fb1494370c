import type { Nesting, WeightedOrder } from './weighted-order.ts';

/** The fewest chains that hold all elements, side by side (Dilworth by matching, along edges that nothing else implies). */
export function chainCover(order: WeightedOrder): Nesting {
  const successors = maximumMatching(order);
  const follows = new Set(successors);
  const chains: Nesting[] = [];
  for (let start = 0; start < order.size; start += 1) {
    if (follows.has(start)) continue;
    const parts: Nesting[] = [];
    for (let at = start; at >= 0; at = successors[at] ?? -1) parts.push({ kind: 'leaf', position: at });
    const [only] = parts;
    chains.push(parts.length === 1 && only !== undefined ? only : { kind: 'series', parts });
  }
  const [only] = chains;
  return chains.length === 1 && only !== undefined ? only : { kind: 'parallel', parts: chains };
}

/**
 * Hopcroft and Karp 1973: to each element at most one that follows it, as many as possible. Gives the successor of each,
 * or -1. It begins with the heaviest edges, so that of equally many chains those come out that hold more.
 */
export function maximumMatching({ size, edges }: WeightedOrder): Int32Array {
  const next = new Int32Array(size).fill(-1);
  const previous = new Int32Array(size).fill(-1);
  const out = Array.from({ length: size }, (): number[] => []);
  for (const { from, to } of edges) out[from]?.push(to);
  for (const { from, to } of edges.toSorted((a, b) => b.weight - a.weight)) {
    if (next[from] !== -1 || previous[to] !== -1) continue;
    next[from] = to;
    previous[to] = from;
  }
  const level = new Int32Array(size);
  while (layer()) {
    const tried = new Int32Array(size);
    for (let start = 0; start < size; start += 1) if (next[start] === -1) augment(start, tried);
  }
  return next;

  /** Distances from the unmatched along alternating paths; whether one leads to an element that follows nobody yet. */
  function layer(): boolean {
    level.fill(-1);
    const queue: number[] = [];
    for (let start = 0; start < size; start += 1) {
      if (next[start] !== -1) continue;
      level[start] = 0;
      queue.push(start);
    }
    let found = false;
    for (const from of queue) {
      for (const to of out[from] ?? []) {
        const owner = previous[to] ?? -1;
        if (owner === -1) found = true;
        else if (level[owner] === -1) {
          level[owner] = (level[from] ?? 0) + 1;
          queue.push(owner);
        }
      }
    }
    return found;
  }

  /** Depth first along the layers, without recursion: a path may be as long as a chain. */
  function augment(start: number, tried: Int32Array): void {
    const path = [start];
    while (path.length > 0) {
      const from = path.at(-1) ?? start;
      const at = tried[from] ?? 0;
      const to = out[from]?.[at];
      if (to === undefined) {
        level[from] = -1;
        path.pop();
        continue;
      }
      const owner = previous[to] ?? -1;
      if (owner === -1) {
        for (const element of path.toReversed()) {
          const taken = out[element]?.[tried[element] ?? 0] ?? -1;
          next[element] = taken;
          previous[taken] = element;
        }
        return;
      }
      if (level[owner] === (level[from] ?? 0) + 1) {
        path.push(owner);
        continue;
      }
      tried[from] = at + 1;
    }
  }
}
