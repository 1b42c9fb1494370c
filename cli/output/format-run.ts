import type { RunDetailResource } from '../../api/schemas/run.ts';
import { paintStatus } from '../progress/paint-status.ts';
import type { RunDetails } from '../run/read-run-details.ts';
import type { Colors } from '../terminal.ts';
import { durationBetween, formatDuration } from './format-duration.ts';
import { formatFailure } from './format-failure.ts';
import { formatNumber } from './format-number.ts';
import { formatTrials } from './format-trials.ts';
import { formatTable } from './print-table.ts';

export interface FormatRunOptions {
  /** Milliseconds since 1970, for what has not ended. */
  readonly now: number;
  readonly width: number;
}

/** A run for people: its fate, its nodes, a table of each sweep, failures with the end of their logs, what to do next. */
export function formatRun(
  run: RunDetailResource,
  details: RunDetails,
  colors: Colors,
  { now, width }: FormatRunOptions,
): string {
  const tables = run.nodes.flatMap(
    (node) => formatTrials(node, details.trials.get(node.node) ?? [], colors, width) ?? [],
  );
  const failures = details.failures.map((failure) => formatFailure(failure, colors));
  return [
    headline(run, colors, now),
    nodeTable(run, colors, now),
    ...tables,
    ...failures,
    nextSteps(run, details),
  ].join('\n\n');
}

function headline(run: RunDetailResource, colors: Colors, now: number): string {
  const took = durationBetween(run.createdAt, run.finishedAt ?? now) ?? 0;
  const status = paintStatus(run.status, colors, colors.bold(run.status));
  const line = `run ${colors.bold(run.runId)} of ${colors.bold(run.pipeline)}: ${status} ${run.finishedAt === undefined ? 'for' : 'in'} ${formatDuration(took)}`;
  return run.reason === undefined ? line : `${line}\n${run.reason}`;
}

function nodeTable(run: RunDetailResource, colors: Colors, now: number): string {
  const rows = run.nodes.map((node) => {
    const { counts, best } = node;
    const ended = node.finishedAt ?? (node.status === 'running' ? now : undefined);
    const took = durationBetween(node.startedAt, ended);
    const executed = counts.total === 1 ? '1' : `${counts.succeeded}/${counts.total}`;
    return [
      `  ${node.node}`,
      paintStatus(node.status, colors),
      executed,
      took === undefined ? '' : formatDuration(took),
      best === undefined
        ? (node.reason ?? '')
        : `best ${best.metric} ${formatNumber(best.value)} (${best.executionId})`,
    ];
  });
  const columns = [
    { title: '  node' },
    { title: 'status' },
    { title: 'executions', align: 'right' },
    { title: 'time', align: 'right' },
    { title: '' },
  ] as const;
  return formatTable(columns, rows, colors);
}

function nextSteps(run: RunDetailResource, { failures }: RunDetails): string {
  const [first] = failures;
  const steps =
    first === undefined ? [] : [`whole log:  slipway runs logs ${run.runId} ${first.execution.executionId}`];
  return [...steps, `its files:  slipway artifacts list ${run.runId}`].map((step) => `  ${step}`).join('\n');
}
