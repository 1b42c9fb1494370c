import type { Bits } from '../bits.ts';
import { hasBit } from '../bits.ts';
import type { Group, Leaf, Tree } from './nesting-tree.ts';
import { append, attach, groupOf, settle, takeOut, wrap } from './nesting-tree.ts';

/** How deep a nesting may become. */
const MOST_LEVELS = 24;

/** A place for an element, and the weight of its edges that the nesting then keeps. */
export interface Place {
  readonly kept: number;
  readonly put: (leaf: Leaf) => void;
}

/** An element that looks for a place, and how much each direct edge from or to it weighs. */
export interface Seeker {
  readonly leaf: Leaf;
  readonly before: Bits;
  readonly after: Bits;
  readonly weights: Int32Array;
}

/** What the seeker's relations say of a tree without it. Gives the number of trees looked at. */
export function look(tree: Tree, seeker: Seeker): number {
  const { view } = tree;
  view.size = view.height = view.before = view.after = view.from = view.to = 0;
  if (tree === seeker.leaf) return 1;
  if (tree.kind === 'leaf') {
    view.size = 1;
    const weight = seeker.weights[tree.position] ?? 0;
    if (hasBit(seeker.before, tree.position)) {
      view.before = 1;
      view.from = weight;
    } else if (hasBit(seeker.after, tree.position)) {
      view.after = 1;
      view.to = weight;
    }
    return 1;
  }
  let looked = 1;
  for (const child of tree.children) {
    looked += look(child, seeker);
    view.size += child.view.size;
    view.height = Math.max(view.height, child.view.height + 1);
    view.before += child.view.before;
    view.after += child.view.after;
    view.from += child.view.from;
    view.to += child.view.to;
  }
  return looked;
}

/**
 * The place below a parallel root where most is kept: behind all of a group that comes before, before all of one that
 * comes after, between two parts of a series, or beside. Nothing is put behind what it does not wait for.
 *
 * @param trees children of the root, looked at; the rest is nothing to the seeker
 */
export function findPlace(root: Group, trees: readonly Tree[]): Place {
  let best: Place = {
    kept: 0,
    put: (leaf) => {
      append(root, leaf);
    },
  };
  const offer = (kept: number, put: Place['put']) => {
    if (kept > best.kept) best = { kept, put };
  };
  around(root, trees, 0, 0);
  for (const tree of trees) visit(tree, 0, 1);
  return best;

  /** In a tree, where what stands around it keeps `kept`. */
  function visit(tree: Tree, kept: number, level: number): void {
    const { size, height, before, after, from, to } = tree.view;
    if (before + after === 0 || level + height >= MOST_LEVELS) return;
    if (before === size)
      offer(kept + from, (leaf) => {
        wrap(tree, 'series', leaf, false);
      });
    if (after === size)
      offer(kept + to, (leaf) => {
        wrap(tree, 'series', leaf, true);
      });
    if (kept > 0)
      offer(kept, (leaf) => {
        wrap(tree, 'parallel', leaf, false);
      });
    if (tree.kind === 'series') visitSeries(tree, kept, level);
    if (tree.kind === 'parallel') {
      around(tree, tree.children, kept, level);
      for (const child of tree.children) visit(child, kept, level + 1);
    }
  }

  function visitSeries(tree: Group, kept: number, level: number): void {
    const children = tree.children.filter((child) => child.view.size > 0);
    const isEarlier = ({ view }: Tree) => view.before === view.size;
    const isLater = ({ view }: Tree) => view.after === view.size;
    const ending = children.findIndex((child) => !isEarlier(child));
    const split = ending === -1 ? children.length : ending;
    const resuming = children.findLastIndex((child) => !isLater(child)) + 1;
    const around = (end: number, start: number) =>
      kept + fromAll(children.slice(0, end)) + toAll(children.slice(start));
    const [last, next] = [children[split - 1], children[split]];
    if (resuming === split) {
      offer(around(split, split), (leaf) => {
        attach(tree, next === undefined ? tree.children.length : tree.children.indexOf(next), leaf);
      });
      if (last !== undefined) visit(last, around(split - 1, split), level + 1);
      if (next !== undefined) visit(next, around(split, split + 1), level + 1);
    } else if (resuming === split + 1 && next !== undefined) {
      visit(next, around(split, resuming), level + 1);
    }
  }

  /** Among children of a Parallel: behind all those that come before, and before all those that come after. */
  function around(tree: Group, children: readonly Tree[], kept: number, level: number): void {
    const earlier = children.filter(({ view }) => view.from > 0 && view.before === view.size);
    const later = children.filter(({ view }) => view.to > 0 && view.after === view.size);
    const chosen = [...earlier, ...later];
    const height = chosen.reduce((most, { view }) => Math.max(most, view.height), 0);
    if (chosen.length === 0 || level + height + 2 >= MOST_LEVELS) return;
    offer(kept + fromAll(earlier) + toAll(later), (leaf) => {
      append(tree, groupOf('series', [...together(earlier), leaf, ...together(later)]));
      settle(tree);
    });
  }
}

function fromAll(trees: readonly Tree[]): number {
  return trees.reduce((sum, { view }) => sum + view.from, 0);
}

function toAll(trees: readonly Tree[]): number {
  return trees.reduce((sum, { view }) => sum + view.to, 0);
}

/** Some children of a Parallel, taken out of it, as one tree. */
function together(trees: readonly Tree[]): readonly Tree[] {
  for (const tree of trees) takeOut(tree);
  return trees.length <= 1 ? trees : [groupOf('parallel', trees)];
}
