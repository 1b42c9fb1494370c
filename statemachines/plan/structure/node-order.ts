import type { PartialOrder } from './partial-order.ts';
import { precedes } from './partial-order.ts';

/** Who must come before whom, by name. */
export interface NodeOrder {
  /** Directly, nothing that a longer path implies. */
  readonly before: (node: string) => readonly string[];
  /** Whether `node` needs `other`, directly or not. */
  readonly needs: (node: string, other: string) => boolean;
}

/** @param names by their positions in the order */
export function orderOfNodes(names: readonly string[], order: PartialOrder): NodeOrder {
  const position = new Map(names.map((name, index) => [name, index]));
  const at = (node: string) => position.get(node) ?? -1;
  const before = order.reduced.map((positions) => positions.flatMap((each) => names[each] ?? []));
  return {
    before: (node) => before[at(node)] ?? [],
    needs: (node, other) => precedes(order, at(other), at(node)),
  };
}
