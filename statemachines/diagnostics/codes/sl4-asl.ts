import type { CodeEntry } from './code-entry.ts';

/** SL4xxx: limits of the service that a state machine would break. */
export const aslCodes = {
  SL4001: {
    title: 'a state machine that is too large',
    explanation:
      'Step Functions takes definitions of up to 1 MB; Slipway stays below 900,000 bytes, and makes several machines of a pipeline that needs more, which the first one starts. This is what a single node needs: shorten its conditions.',
  },
  SL4002: {
    title: 'a history that would grow too long',
    explanation:
      'A Step Functions execution writes at most 25,000 history events; Slipway plans with 20,000, what retries add included. A pipeline that needs more becomes several executions, and a sweep that does a Distributed Map, by themselves. What is left is a single node with many retries: lower them.',
  },
  SL4003: {
    title: 'state data that would grow too large',
    explanation: 'The data that flows between states holds identifiers and the sizes of the sweeps, up to 32 KiB.',
  },
  SL4004: {
    title: 'a sweep that would answer too much',
    explanation:
      'Where `depends` asks for results of nodes inside of a sweep, every trial answers one character for each of them, and Step Functions takes 256 KiB from all trials together. Ask for fewer results, or use fewer trials.',
  },
} as const satisfies Readonly<Record<`SL4${number}`, CodeEntry>>;
