import { Problem } from '../problems/problem.ts';
import { answeredResult } from './answered-result.ts';
import { answerMachine, rejectionOfRun } from './answer-machine.ts';
import type { Approval, ApprovalAnswer, ApprovalStore, TaskTokens } from './approval.ts';
import { isAskedNow } from './asked-now.ts';
import type { Run } from './run.ts';
import type { ExecutionStore } from './execution-store.ts';
import { findRun } from './get-run.ts';
import type { RunKey, RunStore } from './run-store.ts';
import { isRunFate } from './statuses.ts';

export interface AnswerApprovalContext {
  readonly runs: RunStore;
  readonly executions: ExecutionStore;
  readonly approvals: ApprovalStore;
  readonly tokens: TaskTokens;
  readonly now: () => Date;
}

export interface AnswerRequest extends RunKey, Pick<ApprovalAnswer, 'decision' | 'comment' | 'by'> {
  readonly executionId: string;
}

/**
 * Answers what a run asks a person. The first answer stands; the same one again is told to the machine again, since the
 * first time may have broken off on the way.
 */
export async function answerApproval(context: AnswerApprovalContext, request: AnswerRequest): Promise<Approval> {
  const run = await findRun(context.runs, request);
  if (isRunFate(run.status)) throw new Problem('conflict', `run "${run.runId}" has ended: it ${run.status}`);
  const approval = await context.approvals.get(request);
  if (approval === undefined || !isAskedNow(run, approval)) throw await nothingAsked(context, request, run);
  const { decision, comment, by } = request;
  const given: ApprovalAnswer = {
    decision,
    ...(comment === undefined ? {} : { comment }),
    ...(by === undefined ? {} : { by }),
    at: context.now().toISOString(),
  };
  const first = approval.answer === undefined && (await context.approvals.answer(approval, given));
  const answered = first ? { ...approval, answer: given } : await context.approvals.get(request);
  const standing = answered?.answer;
  if (answered === undefined || standing === undefined) throw await nothingAsked(context, request, run);
  if (standing.decision !== decision)
    throw new Problem('conflict', `"${approval.executionId}" was ${standing.decision} already, at ${standing.at}`);
  await record(context, run, answered, standing);
  await answerMachine(context.tokens, answered, standing);
  return answered;
}

/** Before the machine hears of it, so that the reason is there when it ends. */
async function record(
  context: AnswerApprovalContext,
  run: Run,
  approval: Approval,
  answer: ApprovalAnswer,
): Promise<void> {
  const approved = answer.decision === 'approved';
  if (approval.moment !== 'node') {
    const reason = rejectionOfRun(approval, answer);
    if (!approved) await context.runs.halt(run, run.generation, { status: 'failed', reason });
    return;
  }
  await context.executions.finishAttempt(approval, answeredResult(answer));
}

async function nothingAsked({ approvals }: AnswerApprovalContext, request: AnswerRequest, run: Run): Promise<Problem> {
  const waiting = (await approvals.list(request)).filter((each) => each.answer === undefined && isAskedNow(run, each));
  const named = waiting.map(({ executionId }) => `"${executionId}"`).join(', ');
  return new Problem(
    'conflict',
    `"${request.executionId}" of run "${request.runId}" does not wait for approval; ${named === '' ? 'nothing of it does' : `these do: ${named}`}`,
  );
}
