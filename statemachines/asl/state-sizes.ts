import type { PlannedAxis } from '../plan/execution-plan.ts';

/** What a machine's state data and answers come to at most, found while it is written. */
export interface StateSizes {
  /** Bytes of the fates carried at the worst place. */
  fates: number;
  /** Of each Map that answers fates: how many an iteration. */
  readonly answers: { readonly axis: PlannedAxis; readonly keys: number }[];
}

/** Quotation marks, colon, comma and the longest fate. */
const FATE_BYTES = 16;

export function bytesOfFates(keys: ReadonlySet<string>): number {
  return new TextEncoder().encode([...keys].join('')).length + keys.size * FATE_BYTES;
}
