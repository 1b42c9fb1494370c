import type { ApprovalResource } from '../../api/schemas/approval.ts';
import type { SlipwayClient } from '../../client/slipway-client.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import type { ConnectionOptions } from '../connection/api-connection.ts';
import { withApi } from '../connection/with-api.ts';
import { findRunId } from './find-run.ts';

export interface AnswerOptions extends ConnectionOptions {
  readonly comment?: string;
  readonly json?: true;
}

/** Approves or rejects what an execution of a run waits for; without its name, the only one that waits. */
export async function answerApproval(
  context: CommandContext,
  decision: 'approve' | 'reject',
  word: string,
  execution: string | undefined,
  options: AnswerOptions,
): Promise<void> {
  await withApi(context, options, async ({ client }) => {
    const runId = await findRunId(client, word);
    const executionId = execution ?? (await onlyWaiting(client, runId));
    const request = { runId, executionId, ...(options.comment === undefined ? {} : { comment: options.comment }) };
    const answered =
      decision === 'approve' ? await client.approveExecution(request) : await client.rejectExecution(request);
    context.print(
      options.json === true ? JSON.stringify(answered) : `${executionId} of run ${runId} ${answered.status}`,
    );
  });
}

async function onlyWaiting(client: SlipwayClient, runId: string): Promise<string> {
  const { items } = await client.listApprovals({ runId });
  const waiting = items.filter(({ status }) => status === 'waiting');
  const [only, ...others] = waiting;
  if (only !== undefined && others.length === 0) return only.executionId;
  if (only === undefined) throw new CommandError(`nothing of run ${runId} waits for approval`, { reason: 'notFound' });
  throw new CommandError(`${waiting.length} executions of run ${runId} wait for approval`, {
    reason: 'usage',
    hint: `name one of them: ${waiting.slice(0, MOST_NAMED).map(named).join(', ')}`,
  });
}

const MOST_NAMED = 10;

function named({ executionId, message }: ApprovalResource): string {
  return message === undefined ? executionId : `${executionId} (${message})`;
}
