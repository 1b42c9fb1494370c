import type { ApprovalEvent } from '../../statemachines/asl/compiled-pipeline.ts';
import { answeredResult } from './answered-result.ts';
import { answerMachine } from './answer-machine.ts';
import type { Approval, ApprovalAnswer, ApprovalStore, TaskTokens } from './approval.ts';
import type { ExecutionStore } from './execution-store.ts';
import type { StoredPlan } from './node-reuse.ts';
import { nodePlanKey } from './run-keys.ts';
import { executionIdOf, originOf } from './run.ts';

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
  if (known?.answer !== undefined && known.moment === moment && stands(known.answer, known, event)) {
    // Of this attempt, so that what the machine hears is also what is recorded.
    if (moment === 'node') await context.executions.finishAttempt(event, answeredResult(known.answer));
    await answerMachine(context.tokens, { ...known, token }, known.answer);
    return;
  }
  const text = await context.objects.getText(nodePlanKey(project, runId, generation, node));
  const { message, reuse } = JSON.parse(text ?? '{}') as Partial<StoredPlan>;
  if (moment === 'node' && reuse?.kind === 'run' && (await takeOver(context, event, reuse.runId, at))) return;
  const place = { project, runId, generation, node, trial, executionId };
  const approval: Approval = { ...place, attempt, moment, token, requestedAt: at };
  await context.approvals.put(message === undefined ? approval : { ...approval, message });
}

/** A rerun does not ask for what was approved in the other run before its first node. */
async function takeOver(
  context: RequestApprovalContext,
  event: ApprovalEvent,
  from: string,
  at: string,
): Promise<boolean> {
  const former = await context.executions.get(event.project, from, event.node, event.trial);
  if (former?.status !== 'succeeded') return false;
  await context.executions.finishAttempt(event, {
    outcome: { kind: 'succeeded' },
    metadata: former.metadata,
    outputs: [],
    inputs: {},
    finishedAt: at,
    reusedFrom: originOf(former),
  });
  await context.tokens.succeed(event.token, {});
  return true;
}

/** A yes stands for good; after a no, whoever retries the run wants to ask again. */
function stands({ decision }: ApprovalAnswer, asked: Approval, { generation, attempt }: ApprovalEvent): boolean {
  return decision === 'approved' || (asked.generation === generation && redrives(asked.attempt) === redrives(attempt));
}

function redrives(attempt: string): string | undefined {
  return attempt.split('.')[0];
}
