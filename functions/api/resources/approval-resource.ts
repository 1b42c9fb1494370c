import type { ApprovalResource } from '../../../api/schemas/approval.ts';
import type { Approval } from '../../../platform/runs/approval.ts';

/** Without the task's token, which would answer the machine. */
export function approvalResource(approval: Approval): ApprovalResource {
  const { runId, node, executionId, moment, message, requestedAt, answer } = approval;
  return {
    runId,
    node,
    executionId,
    moment,
    status: answer?.decision ?? 'waiting',
    ...(message === undefined ? {} : { message }),
    requestedAt,
    ...(answer === undefined ? {} : { answeredAt: answer.at }),
    ...(answer?.comment === undefined ? {} : { comment: answer.comment }),
    ...(answer?.by === undefined ? {} : { answeredBy: answer.by }),
  };
}
