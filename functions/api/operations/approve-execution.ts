import type { Routes } from '../../../api/routes.ts';
import { answerApproval } from '../../../platform/runs/answer-approval.ts';
import type { Operation } from '../operation.ts';
import { approvalResource } from '../resources/approval-resource.ts';

export const approveExecution: Operation<Routes['approveExecution']> = async (
  platform,
  { project, caller, params, body },
) => approvalResource(await answerApproval(platform, { project, ...params, ...body, ...caller, decision: 'approved' }));
