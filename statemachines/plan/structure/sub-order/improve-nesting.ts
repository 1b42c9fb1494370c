import { seededRandom } from '../../../graph/sweep/seeded-random.ts';
import { emptyBits } from '../bits.ts';
import type { Place, Seeker } from './find-place.ts';
import { findPlace, look } from './find-place.ts';
import type { Group, Leaf, Tree } from './nesting-tree.ts';
import { append, leafOf, nestingOf, settle, takeOut, treeOf } from './nesting-tree.ts';
import type { Nesting, WeightedEdge, WeightedOrder } from './weighted-order.ts';

/** Where improving ends, however large the order: in steps, so that it does not depend on the machine. */
const STEPS = 400_000;
const STEPS_AN_ELEMENT = 400;
/** Disturbing pays where an order is small enough to be searched; that is where people look at the result, too. */
const MOST_DISTURBED_ELEMENTS = 250;
const DISTURBING_STEPS_AN_ELEMENT = 1_500;
/** Of a whole graph, shared out by size. */
const MOST_DISTURBING_STEPS = 60_000;
const DISTURBED_AT_ONCE = 5;

/**
 * Moves elements, one at a time, to where more of their edges are kept, until none gains (complete bipartite blocks become
 * a series of Parallels this way); then takes some neighbours out and lets them find places again, and keeps what is no
 * worse. It never leaves more edges outside than it was given.
 *
 * @param share of the whole graph's elements that are here, from 0 to 1
 */
export function improveNesting(order: WeightedOrder, nesting: Nesting, share: number): Nesting {
  const none = emptyBits(order.size);
  const incoming = Array.from({ length: order.size }, (): WeightedEdge[] => []);
  const outgoing = Array.from({ length: order.size }, (): WeightedEdge[] => []);
  for (const edge of order.edges) {
    incoming[edge.to]?.push(edge);
    outgoing[edge.from]?.push(edge);
  }
  const weights = new Int32Array(order.size);
  let leaves: Leaf[] = [];
  let root = treeOf(nesting, leaves);
  let steps = STEPS + STEPS_AN_ELEMENT * order.size;
  /** Weight kept, compared with the beginning. */
  let gained = 0;

  settleAll(order.edges.flatMap(({ from, to }) => [from, to]));
  if (order.size <= MOST_DISTURBED_ELEMENTS) disturb();
  return nestingOf(root);

  /** Lets elements find better places, and asks their neighbours again after each move. */
  function settleAll(asked: Iterable<number>): void {
    const waiting = new Set(asked);
    for (const position of waiting) {
      waiting.delete(position);
      if (steps <= 0) return;
      if (move(position)) for (const other of neighboursOf(position)) waiting.add(other);
    }
  }

  function move(position: number): boolean {
    const leaf = leaves[position];
    if (leaf === undefined) return false;
    const current = keptAt(leaf);
    if (current === sum(incoming[position] ?? []) + sum(outgoing[position] ?? [])) return false;
    const best = bestPlace(leaf);
    if (best.kept <= current) return false;
    const moved = leafOf(position);
    best.put(moved);
    leaves[position] = moved;
    settle(takeOut(leaf).group);
    gained += best.kept - current;
    return true;
  }

  function bestPlace(leaf: Leaf): Place {
    const { position } = leaf;
    const [into, out] = [incoming[position] ?? [], outgoing[position] ?? []];
    for (const { from, weight } of into) weights[from] = weight;
    for (const { to, weight } of out) weights[to] = weight;
    const trees = new Set([leaf, ...neighboursOf(position).flatMap((other) => leaves[other] ?? [])].map(topOf));
    const [before, after] = [order.ancestors[position] ?? none, order.descendants[position] ?? none];
    const seeker: Seeker = { leaf, before, after, weights };
    for (const tree of trees) steps -= look(tree, seeker);
    for (const { from } of into) weights[from] = 0;
    for (const { to } of out) weights[to] = 0;
    return findPlace(root, [...trees]);
  }

  function keptAt(leaf: Leaf): number {
    const above = new Set<Group>();
    for (let { parent } = leaf; parent !== undefined; { parent } = parent) above.add(parent);
    const inSeries = (other: number): boolean => {
      let parent = leaves[other]?.parent;
      while (parent !== undefined && !above.has(parent)) ({ parent } = parent);
      return parent?.kind === 'series';
    };
    return (
      sum((incoming[leaf.position] ?? []).filter(({ from }) => inSeries(from))) +
      sum((outgoing[leaf.position] ?? []).filter(({ to }) => inSeries(to)))
    );
  }

  function disturb(): void {
    steps = Math.min(MOST_DISTURBING_STEPS * share, DISTURBING_STEPS_AN_ELEMENT * order.size);
    let best = nestingOf(root);
    const random = seededRandom(0, 'disturb');
    for (let round = 0; steps > 0; round += 1) {
      const before = gained;
      const start = order.edges[Math.floor(random() * order.edges.length)]?.to ?? 0;
      const out = new Set([start]);
      for (const position of out) {
        if (out.size >= DISTURBED_AT_ONCE) break;
        const near = neighboursOf(position);
        for (let index = 0; index < near.length && out.size < DISTURBED_AT_ONCE; index += 1) {
          out.add(near[(index + round) % near.length] ?? start);
        }
      }
      for (const position of out) takeAside(position);
      settleAll([...out, ...[...out].flatMap(neighboursOf)]);
      steps -= order.size;
      if (gained >= before) {
        best = nestingOf(root);
      } else {
        leaves = [];
        root = treeOf(best, leaves);
        gained = before;
      }
    }
  }

  function takeAside(position: number): void {
    const leaf = leaves[position];
    if (leaf === undefined) return;
    gained -= keptAt(leaf);
    const { group } = takeOut(leaf);
    append(root, leaf);
    settle(group);
  }

  function neighboursOf(position: number): readonly number[] {
    return [...(incoming[position] ?? []).map(({ from }) => from), ...(outgoing[position] ?? []).map(({ to }) => to)];
  }

  function topOf(leaf: Leaf): Tree {
    let top: Tree = leaf;
    while (top.parent !== undefined && top.parent !== root) top = top.parent;
    return top;
  }
}

function sum(edges: readonly WeightedEdge[]): number {
  return edges.reduce((total, { weight }) => total + weight, 0);
}
