import type { CodeEntry } from './code-entry.ts';

/** SL3xxx: what stands against a plan: sweeps, sizes, time limits. */
export const planCodes = {
  SL3002: {
    title: 'a sweep of too many trials',
    explanation:
      'A node may run over at most 100,000 trials, all of its axes multiplied. Use fewer values, or a random search.',
  },
  SL3003: {
    title: 'a batch size that is not used',
    explanation:
      'Several trials go into one call only where the sweep has more than 40 trials and the Map over its values holds one node alone. Elsewhere each trial is a call of its own.',
  },
  SL3004: {
    title: 'a time-out longer than a function may run',
    explanation:
      'A handler runs in a Lambda function, which ends after 900 seconds. A longer time-out has no effect; split the work, or use a sweep.',
  },
  SL3005: {
    title: 'a sweep without trials',
    explanation:
      'One of the dimensions of the sweep has no values, so that its product is empty and the node would never run.',
  },
} as const satisfies Readonly<Record<`SL3${number}`, CodeEntry>>;
