import type { CodeEntry } from './code-entry.ts';

/** SL5xxx: what is wrong with the values that a run is started with. */
export const startCodes = {} as const satisfies Readonly<Record<`SL5${number}`, CodeEntry>>;
