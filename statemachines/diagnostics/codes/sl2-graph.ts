import type { CodeEntry } from './code-entry.ts';

/** SL2xxx: what is wrong in the graph that a definition describes. */
export const graphCodes = {} as const satisfies Readonly<Record<`SL2${number}`, CodeEntry>>;
