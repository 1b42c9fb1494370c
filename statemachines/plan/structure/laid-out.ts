import type { Unit } from './map-regions.ts';

/** A nesting of units, a Map's own nesting in its unit. */
export type LaidOut =
  | { readonly kind: 'unit'; readonly unit: Unit; readonly body?: LaidOut }
  | { readonly kind: 'series' | 'parallel'; readonly parts: readonly LaidOut[] };

/** An edge outside of the nesting: a signal right behind one unit, a wait right before another. */
export interface Rendezvous {
  readonly producer: string;
  readonly from: Unit;
  readonly waiter: string;
  readonly to: Unit;
  /** Axes of the Maps around `to` that are not around `from`, outer first. */
  readonly over: readonly string[];
  readonly reason: string;
}
