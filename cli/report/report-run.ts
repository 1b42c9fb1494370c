import type { NodeSummaryResource, RunDetailResource } from '../../api/schemas/run.ts';
import type { SlipwayClient } from '../../client/slipway-client.ts';
import type { CommandContext } from '../command-context.ts';
import { durationBetween } from '../output/format-duration.ts';
import { formatRun } from './format-run.ts';
import { readRunDetails } from './read-run-details.ts';

/** The end of a run in tables and what to do next; for `location` see `FormatRunOptions`. */
export async function reportRun(
  context: CommandContext,
  client: SlipwayClient,
  run: RunDetailResource,
  location: string,
): Promise<void> {
  const details = await readRunDetails(client, run);
  const width = context.terminal.stdout.columns ?? 100;
  context.print(formatRun(run, details, context.colors, { now: Date.now(), width, location }));
}

/** The last line of `slipway run --json`; tools build on its fields. */
export function resultOf(run: RunDetailResource): object {
  const { runId, status, pipeline, version, parameters, reason, createdAt, finishedAt } = run;
  return {
    type: 'result',
    runId,
    status,
    pipeline,
    version,
    parameters,
    seconds: secondsBetween(createdAt, finishedAt),
    ...(reason === undefined ? {} : { reason }),
    nodes: Object.fromEntries(run.nodes.map((node) => [node.node, nodeResultOf(node)])),
  };
}

function nodeResultOf({
  kind,
  status,
  counts,
  startedAt,
  finishedAt,
  best,
  reused,
  reason,
}: NodeSummaryResource): object {
  return {
    kind,
    status,
    counts,
    seconds: secondsBetween(startedAt, finishedAt),
    ...(best === undefined ? {} : { best }),
    ...(reused === undefined ? {} : { reused }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function secondsBetween(from: string | undefined, to: string | undefined): number | null {
  const milliseconds = durationBetween(from, to);
  return milliseconds === undefined ? null : milliseconds / 1000;
}
