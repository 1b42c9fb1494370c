import type { ExecutionResource } from '../../api/schemas/execution.ts';
import type { LogLine } from '../../api/schemas/logs.ts';
import type { NodeSummaryResource, RunDetailResource } from '../../api/schemas/run.ts';
import { allItems } from '../../client/all-items.ts';
import type { SlipwayClient } from '../../client/slipway-client.ts';

/** More executions than these are not fetched for tables that nobody could read. */
const MOST_EXECUTIONS = 200;
const MOST_FAILURES = 3;
const LOG_LINES_A_FAILURE = 12;

/** What a report needs beyond the run itself. */
export interface RunDetails {
  /** Executions of each node, in trial order; of a long sweep the first ones, of a run of very many nodes only those of sweeps and failures. */
  readonly executions: ReadonlyMap<string, readonly ExecutionResource[]>;
  readonly failures: readonly Failure[];
}

/** A failed execution with the end of its log. */
export interface Failure {
  readonly execution: ExecutionResource;
  readonly lines: readonly LogLine[];
}

export async function readRunDetails(client: SlipwayClient, run: RunDetailResource): Promise<RunDetails> {
  const { runId } = run;
  const total = run.nodes.reduce((sum, { counts }) => sum + counts.total, 0);
  const executions =
    total <= MOST_EXECUTIONS
      ? Map.groupBy(await firstExecutions(client, { runId }), ({ node }) => node)
      : new Map<string, readonly ExecutionResource[]>();
  if (total > MOST_EXECUTIONS) {
    for (const { node } of run.nodes.filter(isTelling))
      executions.set(node, await firstExecutions(client, { runId, node }));
  }
  const failures: Failure[] = [];
  for (const execution of [...executions.values()].flat().filter(failed).slice(0, MOST_FAILURES)) {
    failures.push({ execution, lines: await lastLines(client, execution) });
  }
  return { executions, failures };
}

function isTelling({ axes, counts, status }: NodeSummaryResource): boolean {
  return axes.length > 0 || counts.failed + counts.errored > 0 || status === 'failed' || status === 'errored';
}

async function firstExecutions(
  client: SlipwayClient,
  query: { readonly runId: string; readonly node?: string },
): Promise<ExecutionResource[]> {
  const found: ExecutionResource[] = [];
  for await (const execution of allItems(client.listExecutions, { ...query, limit: MOST_EXECUTIONS })) {
    found.push(execution);
    if (found.length >= MOST_EXECUTIONS) break;
  }
  return found;
}

function failed({ status }: ExecutionResource): boolean {
  return status === 'failed' || status === 'errored';
}

async function lastLines(
  client: SlipwayClient,
  { runId, executionId }: ExecutionResource,
): Promise<readonly LogLine[]> {
  let lines: readonly LogLine[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.getExecutionLogs({ runId, executionId, ...(cursor === undefined ? {} : { cursor }) });
    lines = [...lines, ...page.lines].slice(-LOG_LINES_A_FAILURE);
    // A cursor that leads to nothing new is the end of what there is.
    cursor = page.complete || page.lines.length === 0 ? undefined : page.nextCursor;
  } while (cursor !== undefined);
  return lines;
}
