import type { Approval, ApprovalAnswer, TaskTokens } from './approval.ts';

/** Gives a person's answer to the machine that waits for it. */
export async function answerMachine(tokens: TaskTokens, approval: Approval, answer: ApprovalAnswer): Promise<void> {
  const { token, moment } = approval;
  if (answer.decision === 'approved') return tokens.succeed(token, {});
  if (moment === 'node') return tokens.fail(token, 'ApprovalRejected', rejection(answer));
  return tokens.fail(token, 'PipelineErrored', rejectionOfRun(approval, answer));
}

/** Why a node that a person rejected has failed. */
export function rejection({ comment }: ApprovalAnswer): string {
  return comment === undefined ? 'it was rejected' : `it was rejected: ${comment}`;
}

const moments = {
  node: '',
  starting: ' before it started',
  complete: ' when it was complete',
  error: ' when it had failed',
} as const;

/** Why a run has ended whose node asked for approval by an action. */
export function rejectionOfRun({ node, moment }: Approval, { comment }: ApprovalAnswer): string {
  return `"${node}" was rejected${moments[moment]}${comment === undefined ? '' : `: ${comment}`}`;
}
