import type { ApprovalEvent } from '../../statemachines/asl/compiled-pipeline.ts';
import type { NodePlan } from '../../statemachines/plan/execution-plan.ts';
import { answerMachine } from './answer-machine.ts';
import type { Approval, ApprovalAnswer, ApprovalStore, TaskTokens } from './approval.ts';
import type { ExecutionStore } from './execution-store.ts';
import { nodePlanKey } from './run-keys.ts';
import { executionIdOf } from './run.ts';

export interface RequestApprovalContext {
  readonly executions: ExecutionStore;
  readonly approvals: ApprovalStore;
  readonly tokens: TaskTokens;
  readonly objects: { getText(key: string): Promise<string | undefined> };
  readonly now: () => Date;
}

/**
 * Keeps the token of a task that waits for a person. An answer that was given already stands: it goes to the new token, as
 * where the machine asks again after a hiccup, or the run was retried.
 */
export async function requestApproval(context: RequestApprovalContext, event: ApprovalEvent): Promise<void> {
  const { project, runId, generation, node, trial, attempt, moment, token } = event;
  const executionId = executionIdOf(node, trial);
  const known = await context.approvals.get({ project, runId, executionId });
  if (known?.answer !== undefined && known.moment === moment && stands(known.answer, known, event)) {
    await answerMachine(context.tokens, { ...known, token }, known.answer);
    return;
  }
  const at = context.now().toISOString();
  if (moment === 'node') {
    const begun = await context.executions.begin(event, {}, at, 'waiting-approval');
    if (begun.kind === 'already-succeeded') {
      await context.tokens.succeed(token, {});
      return;
    }
    // Its fate stands, or a later attempt asks: this one is late.
    if (begun.kind === 'superseded') return;
  }
  const text = await context.objects.getText(nodePlanKey(project, runId, generation, node));
  const { message } = JSON.parse(text ?? '{}') as Partial<NodePlan>;
  const place = { project, runId, generation, node, trial, executionId };
  const approval: Approval = { ...place, attempt, moment, token, requestedAt: at };
  await context.approvals.put(message === undefined ? approval : { ...approval, message });
}

/** A yes stands for good; after a no, whoever retries the run wants to ask again. */
function stands({ decision }: ApprovalAnswer, asked: Approval, { generation, attempt }: ApprovalEvent): boolean {
  return decision === 'approved' || (asked.generation === generation && redrives(asked.attempt) === redrives(attempt));
}

function redrives(attempt: string): string | undefined {
  return attempt.split('.')[0];
}
