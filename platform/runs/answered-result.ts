import { rejection } from './answer-machine.ts';
import type { ApprovalAnswer } from './approval.ts';
import type { AttemptResult } from './execution-store.ts';

/** What an approval node's attempt came to by a person's answer. */
export function answeredResult(answer: ApprovalAnswer): AttemptResult {
  const { decision, comment, by, at } = answer;
  return {
    outcome:
      decision === 'approved'
        ? { kind: 'succeeded' }
        : { kind: 'failed', error: 'ApprovalRejected', message: rejection(answer) },
    // What edges and conditions may take from it.
    metadata: { decision, comment: comment ?? '', ...(by === undefined ? {} : { by }) },
    outputs: [],
    inputs: {},
    finishedAt: at,
  };
}
