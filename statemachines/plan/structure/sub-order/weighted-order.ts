import type { Bits } from '../bits.ts';

/** A prime part, its modules as elements: what is before what, and how many edges each direct step stands for. */
export interface WeightedOrder {
  readonly size: number;
  readonly ancestors: readonly Bits[];
  readonly descendants: readonly Bits[];
  /** Edges that nothing else implies, in the order of `to`, then `from`. */
  readonly edges: readonly WeightedEdge[];
}

export interface WeightedEdge {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/** A series-parallel order: its leaves are elements. */
export type Nesting =
  | { readonly kind: 'leaf'; readonly position: number }
  | { readonly kind: 'series' | 'parallel'; readonly parts: readonly Nesting[] };
