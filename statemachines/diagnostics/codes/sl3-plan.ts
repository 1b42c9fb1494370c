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
      'Several trials go into one call only where the sweep has more than 40 trials and the Map over its values holds one node alone, without conditions or rules for failures where a sweep of the pipeline repeats it. Elsewhere each trial is a call of its own.',
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
  SL3006: {
    title: 'a "depends" that can never be true',
    explanation:
      'Whatever becomes of the nodes that the expression names, it is false, so that the node is left out of every run. A node has one result at a time; it is skipped only where it has `when`, and left out only where its own condition can be false.',
  },
  SL3007: {
    title: 'a result of trials, of a node that has none',
    explanation:
      '`AnySucceeded` and `AllFailed` ask for all trials of a sweep: of a task, or of a node whose axes end at the one that asks. Of a node that runs once they are refused, as in Argo.',
  },
} as const satisfies Readonly<Record<`SL3${number}`, CodeEntry>>;
