import { invariant } from '../../../diagnostics/invariant.ts';
import type { Nesting } from './weighted-order.ts';

/** A nesting that is being changed: no group has one child, and no child is of its group's kind. */
export interface Group {
  readonly kind: 'series' | 'parallel';
  readonly view: View;
  parent: Group | undefined;
  readonly children: Tree[];
}

export interface Leaf {
  readonly kind: 'leaf';
  readonly view: View;
  readonly position: number;
  parent: Group | undefined;
}

export type Tree = Group | Leaf;

/** What one element's relations say of a tree: only true while that element is looked at, see `find-place.ts`. */
export interface View {
  /** Leaves except the element itself. */
  size: number;
  height: number;
  /** Leaves that come before the element, and after it. */
  before: number;
  after: number;
  /** Weight of the direct edges from those, and to these. */
  from: number;
  to: number;
}

function unseen(): View {
  return { size: 0, height: 0, before: 0, after: 0, from: 0, to: 0 };
}

export function leafOf(position: number): Leaf {
  return { kind: 'leaf', view: unseen(), position, parent: undefined };
}

export function groupOf(kind: Group['kind'], children: readonly Tree[]): Group {
  const made: Group = { kind, view: unseen(), parent: undefined, children: [] };
  for (const child of children) append(made, child);
  return made;
}

/** The tree of a nesting below a parallel root, whatever its own kind is; its leaves by position go to `leaves`. */
export function treeOf(nesting: Nesting, leaves: Leaf[]): Group {
  const build = (part: Nesting): Tree => {
    if (part.kind !== 'leaf') return groupOf(part.kind, part.parts.map(build));
    const leaf = leafOf(part.position);
    leaves[part.position] = leaf;
    return leaf;
  };
  return groupOf('parallel', [build(nesting)]);
}

export function nestingOf(tree: Tree): Nesting {
  if (tree.kind === 'leaf') return { kind: 'leaf', position: tree.position };
  const parts = tree.children.map(nestingOf);
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: tree.kind, parts };
}

/** Puts a tree, or where it is of the same kind its children, before the child at `index`. */
export function attach(to: Group, index: number, tree: Tree): void {
  const arriving = tree.kind === to.kind ? tree.children : [tree];
  for (const child of arriving) child.parent = to;
  to.children.splice(index, 0, ...arriving);
}

export function append(to: Group, tree: Tree): void {
  attach(to, to.children.length, tree);
}

/** Takes a tree out of its group, which may be left with one child until it is settled. Gives the place where it stood. */
export function takeOut(tree: Tree): { readonly group: Group; readonly index: number } {
  const { parent } = tree;
  invariant(parent !== undefined, 'only a root has no group');
  const index = parent.children.indexOf(tree);
  parent.children.splice(index, 1);
  tree.parent = undefined;
  return { group: parent, index };
}

/** A group that is left with one child gives way to it; a root stays. */
export function settle(group: Group): void {
  const [only] = group.children;
  if (group.parent === undefined || group.children.length > 1) return;
  const place = takeOut(group);
  if (only === undefined) settle(place.group);
  else attach(place.group, place.index, only);
}

/** Puts a group of two where a tree stands: the tree and a leaf behind, before or beside it. */
export function wrap(tree: Tree, kind: Group['kind'], leaf: Leaf, leafFirst: boolean): void {
  const { group, index } = takeOut(tree);
  attach(group, index, groupOf(kind, leafFirst ? [leaf, tree] : [tree, leaf]));
}
