import type { CodeEntry } from './code-entry.ts';

/** SL4xxx: limits of Step Functions and of the state machine that comes out. */
export const aslCodes = {} as const satisfies Readonly<Record<`SL4${number}`, CodeEntry>>;
