import type { Routes } from '../../../api/routes.ts';
import { listApprovals as list } from '../../../platform/runs/list-approvals.ts';
import type { Operation } from '../operation.ts';
import { approvalResource } from '../resources/approval-resource.ts';

export const listApprovals: Operation<Routes['listApprovals']> = async (platform, { project, params }) => ({
  items: (await list(platform, { project, runId: params.runId })).map(approvalResource),
});
