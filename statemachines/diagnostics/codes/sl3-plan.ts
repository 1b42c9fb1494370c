import type { CodeEntry } from './code-entry.ts';

/** SL3xxx: what stands against a plan: structure, sweeps, rendezvous. */
export const planCodes = {} as const satisfies Readonly<Record<`SL3${number}`, CodeEntry>>;
