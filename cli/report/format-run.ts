import type { ExecutionResource } from '../../api/schemas/execution.ts';
import type { NodeSummaryResource, RunDetailResource } from '../../api/schemas/run.ts';
import { paintStatus } from '../output/paint-status.ts';
import type { RunDetails } from './read-run-details.ts';
import type { Colors } from '../terminal.ts';
import { axisValues } from './axis-values.ts';
import { durationBetween, formatDuration } from '../output/format-duration.ts';
import { formatFailure } from './format-failure.ts';
import { formatNumber } from '../output/format-number.ts';
import { reusedWords } from '../output/reused-words.ts';
import { formatTrials } from './format-trials.ts';
import { formatTable } from '../output/print-table.ts';

const MOST_VALUES = 4;
const LEAST_REMARK = 20;
/** Of the table of nodes beside name and remark: indent, status, executions, time, gaps. */
const OTHER_COLUMNS = 48;

export interface FormatRunOptions {
  /** Milliseconds since 1970, for what has not ended. */
  readonly now: number;
  readonly width: number;
  /** What the commands it suggests need to find the run, such as ` --data FOLDER`; empty where nothing was given. */
  readonly location: string;
}

/** A run for people: its fate, its nodes, a table of each sweep, failures with the end of their logs, what to do next. */
export function formatRun(
  run: RunDetailResource,
  details: RunDetails,
  colors: Colors,
  { now, width, location }: FormatRunOptions,
): string {
  const axes = axisValues(run.nodes, details.executions);
  const tables = run.nodes.flatMap(
    (node) => formatTrials(node, details.executions.get(node.node) ?? [], axes, colors, width) ?? [],
  );
  const failures = details.failures.map((failure) => formatFailure(failure, colors));
  return [
    headline(run, colors, now),
    nodeTable(run, details, colors, { now, width }),
    ...tables,
    ...failures,
    nextSteps(run, details, location),
  ].join('\n\n');
}

function headline(run: RunDetailResource, colors: Colors, now: number): string {
  const took = durationBetween(run.createdAt, run.finishedAt ?? now) ?? 0;
  const status = paintStatus(run.status, colors, colors.bold(run.status));
  const line = `run ${colors.bold(run.runId)} of ${colors.bold(run.pipeline)}: ${status} ${run.finishedAt === undefined ? 'for' : 'in'} ${formatDuration(took)}`;
  const { rerunOf, reason } = run;
  const origin = rerunOf === undefined ? [] : [`rerun of run ${rerunOf.runId} from ${rerunOf.from}`];
  return [line, ...origin, ...(reason === undefined ? [] : [reason])].join('\n');
}

function nodeTable(
  run: RunDetailResource,
  { executions }: RunDetails,
  colors: Colors,
  { now, width }: Pick<FormatRunOptions, 'now' | 'width'>,
): string {
  const room = Math.max(LEAST_REMARK, width - Math.max(...run.nodes.map(({ node }) => node.length)) - OTHER_COLUMNS);
  const rows = run.nodes.map((node) => {
    const { counts } = node;
    const ended = node.finishedAt ?? (node.status === 'running' ? now : undefined);
    const took = durationBetween(node.startedAt, ended);
    const executed = counts.total === 1 ? '1' : `${counts.succeeded}/${counts.total}`;
    return [
      `  ${node.node}`,
      paintStatus(node.status, colors),
      executed,
      took === undefined ? '' : formatDuration(took),
      cut(remarkOf(node, executions.get(node.node) ?? []), room),
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

/** What is worth knowing of a node in a few words: whose results it has, and what they are. */
function remarkOf(node: NodeSummaryResource, executions: readonly ExecutionResource[]): string {
  const { reused, counts } = node;
  const words = [reused === undefined ? '' : reusedWords(reused, counts.total), resultWords(node, executions)];
  return words.filter((part) => part !== '').join(': ');
}

/** Its best trial, why it failed, or what its only execution printed. */
function resultWords({ best, reason }: NodeSummaryResource, executions: readonly ExecutionResource[]): string {
  if (best !== undefined) return `best ${best.metric} ${formatNumber(best.value)} (${best.executionId})`;
  if (reason !== undefined) return reason;
  const [only, ...others] = executions;
  if (only === undefined || others.length > 0) return '';
  // Numbers first: they are results more often than names are.
  return Object.entries(only.metadata)
    .sort(([, a], [, b]) => Number(typeof b === 'number') - Number(typeof a === 'number'))
    .filter(([, value]) => typeof value === 'number' || typeof value === 'string')
    .slice(0, MOST_VALUES)
    .map(([key, value]) => `${key} ${typeof value === 'number' ? formatNumber(value) : String(value)}`)
    .join(', ');
}

function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}

function nextSteps(run: RunDetailResource, { failures }: RunDetails, location: string): string {
  const [first] = failures;
  const steps =
    first === undefined ? [] : [`whole log:  slipway runs logs ${run.runId} ${first.execution.executionId}${location}`];
  if (run.status === 'failed' || run.status === 'stopped')
    steps.push(`go on with: slipway runs retry ${run.runId}${location}`);
  return [...steps, `its files:  slipway artifacts list ${run.runId}${location}`].map((step) => `  ${step}`).join('\n');
}
