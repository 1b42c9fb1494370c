import type { ExecutionResource } from '../../api/schemas/execution.ts';
import type { LogLine } from '../../api/schemas/logs.ts';
import type { NodeSummaryResource, RunDetailResource } from '../../api/schemas/run.ts';
import { allItems } from '../../client/all-items.ts';
import type { SlipwayClient } from '../../client/slipway-client.ts';

/** More trials than these are not fetched for a table that nobody could read. */
const MOST_TRIALS = 200;
const MOST_FAILURES = 3;
const LOG_LINES_A_FAILURE = 12;

/** What a report needs beyond the run itself. */
export interface RunDetails {
  /** Executions of each sweep, in trial order, the first ones of a long one. */
  readonly trials: ReadonlyMap<string, readonly ExecutionResource[]>;
  readonly failures: readonly Failure[];
}

/** A failed execution with the end of its log. */
export interface Failure {
  readonly execution: ExecutionResource;
  readonly lines: readonly LogLine[];
}

export async function readRunDetails(client: SlipwayClient, run: RunDetailResource): Promise<RunDetails> {
  const trials = new Map<string, readonly ExecutionResource[]>();
  const failures: Failure[] = [];
  for (const node of run.nodes) {
    const isSweep = node.axes.length > 0;
    const hasFailed =
      node.counts.failed + node.counts.errored > 0 || node.status === 'failed' || node.status === 'errored';
    if (!isSweep && !hasFailed) continue;
    const executions = await firstExecutions(client, run, node);
    if (isSweep) trials.set(node.node, executions);
    for (const execution of executions.filter(failed)) {
      if (failures.length < MOST_FAILURES) failures.push({ execution, lines: await lastLines(client, execution) });
    }
  }
  return { trials, failures };
}

async function firstExecutions(
  client: SlipwayClient,
  { runId }: RunDetailResource,
  { node }: NodeSummaryResource,
): Promise<readonly ExecutionResource[]> {
  const found: ExecutionResource[] = [];
  for await (const execution of allItems(client.listExecutions, { runId, node, limit: MOST_TRIALS })) {
    found.push(execution);
    if (found.length >= MOST_TRIALS) break;
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
