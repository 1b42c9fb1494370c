import type { ExecutionResource } from '../../api/schemas/execution.ts';
import type { LogLine } from '../../api/schemas/logs.ts';
import { allItems } from '../../client/all-items.ts';
import { delay } from '../../client/delay.ts';
import type { SlipwayClient } from '../../client/slipway-client.ts';
import { didYouMean } from '../../statemachines/diagnostics/suggest.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import type { ConnectionOptions } from '../connection/api-connection.ts';
import { withApi } from '../connection/with-api.ts';
import { findRunId } from './find-run.ts';

export interface PrintLogsOptions extends ConnectionOptions {
  readonly follow?: true;
  readonly json?: true;
}

const FOLLOW_INTERVAL_MS = 1000;
/** Beyond this many executions the user must say which one is meant. */
const MOST_LISTED = 200;

/** Prints whole lines as they were written; what the platform added stands dimmed between them. */
export async function printLogs(
  context: CommandContext,
  word: string,
  execution: string | undefined,
  options: PrintLogsOptions,
): Promise<void> {
  await withApi(context, options, async ({ client }, signal) => {
    const runId = await findRunId(client, word);
    const { executionId } = await findExecution(client, runId, execution);
    let cursor: string | undefined;
    for (;;) {
      const page = await client.getExecutionLogs(
        { runId, executionId, ...(cursor === undefined ? {} : { cursor }) },
        { signal },
      );
      for (const line of page.lines)
        context.print(options.json === true ? JSON.stringify(line) : lineText(line, context));
      cursor = page.nextCursor ?? cursor;
      if (page.complete) return;
      if (page.lines.length > 0 && page.nextCursor !== undefined) continue;
      if (options.follow !== true) return;
      await delay(FOLLOW_INTERVAL_MS, signal);
    }
  });
}

function lineText({ stream, message }: LogLine, { colors }: CommandContext): string {
  if (stream === 'platform') return colors.dim(message);
  return message;
}

async function findExecution(
  client: SlipwayClient,
  runId: string,
  word: string | undefined,
): Promise<ExecutionResource> {
  const found: ExecutionResource[] = [];
  for await (const execution of allItems(client.listExecutions, { runId, limit: MOST_LISTED })) {
    if (execution.executionId === word) return execution;
    if (word === undefined || execution.node === word) found.push(execution);
    if (word === undefined && found.length > MOST_LISTED) break;
  }
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  const ids = found.map(({ executionId }) => executionId);
  if (only === undefined) {
    const { nodes } = await client.getRun({ runId });
    const names = nodes.map(({ node }) => node);
    throw new CommandError(
      word === undefined
        ? `no execution of run ${runId} has begun`
        : `no execution "${word}" of run ${runId} has begun${didYouMean(word, names)}`,
      { reason: 'notFound', hint: `nodes are ${names.join(', ')}` },
    );
  }
  throw new CommandError(`${word === undefined ? `run ${runId}` : `node "${word}"`} has ${found.length} executions`, {
    hint: `name one: ${ids.slice(0, 12).join(', ')}${ids.length > 12 ? ', ...' : ''}`,
  });
}
