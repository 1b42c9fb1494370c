import type { ApprovalEvent } from '../../statemachines/asl/compiled-pipeline.ts';
import { requestApproval } from '../../platform/runs/request-approval.ts';
import { requestApprovalContext } from '../composition.ts';
import { serveEvent } from '../middleware/serve-event.ts';

const context = requestApprovalContext();

/** Called where a machine waits for a person: keeps the token that their answer needs. */
export const handler = serveEvent((event: ApprovalEvent) => requestApproval(context, event));
