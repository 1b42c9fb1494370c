import type { Estimate } from '../../estimate/estimate-pipeline.ts';
import type { EstimatedExecution, EstimatedRun } from '../../estimate/run/estimated-run.ts';
import { formatDuration } from '../output/format-duration.ts';
import { formatSize } from '../output/format-size.ts';
import type { Colors } from '../terminal.ts';
import { ganttBar } from './gantt-bar.ts';

export interface EstimateLook {
  readonly colors: Colors;
  /** Columns of the terminal. */
  readonly width: number;
}

/** What it takes in words, then node by node with its place in time. */
export function formatEstimate(estimate: Estimate, run: EstimatedRun, look: EstimateLook): string {
  return [...summary(estimate, look), '', ...chart(estimate, run, look)].join('\n');
}

function summary(estimate: Estimate, { colors, width }: EstimateLook): readonly string[] {
  const { makespanSeconds, criticalPathSeconds, dollars } = estimate;
  const lost = makespanSeconds - criticalPathSeconds;
  const why = estimate.barriers === 0 ? 'limits of concurrency or batches' : plural(estimate.barriers, 'barrier');
  const time =
    lost > 1e-6
      ? `${seconds(makespanSeconds)}, ${seconds(lost)} more than the critical path of ${seconds(criticalPathSeconds)} (${why})`
      : `${seconds(makespanSeconds)}, its critical path`;
  const parts = (['lambda', 'stepFunctions', 's3', 'dynamodb'] as const).map(
    (name) => `${SERVICES[name]} ${money(dollars[name])}`,
  );
  const lines: readonly (readonly [string, string])[] = [
    ['time', time],
    ['path', pathWords(estimate)],
    [
      'machine',
      `${formatSize(estimate.definitionBytes)}, ${plural(estimate.transitions, 'transition')}, ${eventWords(estimate)}, ${estimate.rendezvous} rendezvous`,
    ],
    ['cost', `${money(dollars.total)}: ${parts.join(', ')}`],
    ['prices', `${dollars.region}, ${dollars.pricesOf}, without free tiers; storage and transfer are not in it`],
  ];
  return lines.flatMap(([name, text]) => wrapped(text, Math.max(40, width) - LABEL).map((line, index) => `${colors.dim((index === 0 ? name : '').padEnd(LABEL))}${line}`)); // prettier-ignore
}

const LABEL = 9;
const SERVICES = { lambda: 'Lambda', stepFunctions: 'Step Functions', s3: 'S3', dynamodb: 'DynamoDB' } as const;
/** A longer path is told by its beginning and its end. */
const MOST_OF_PATH = 12;

function pathWords({ criticalPath }: Estimate): string {
  const names = criticalPath.map(({ node, trial }) => (trial.length === 0 ? node : `${node}[${trial.join(',')}]`));
  if (names.length <= MOST_OF_PATH) return names.join(' → ');
  const half = MOST_OF_PATH / 2;
  return [...names.slice(0, half), `… ${names.length - MOST_OF_PATH} more …`, ...names.slice(-half)].join(' → ');
}

function eventWords({ historyEvents, historyEventsInAll }: Estimate): string {
  const own = plural(historyEvents, 'history event');
  return historyEventsInAll === historyEvents ? own : `${own} (${count(historyEventsInAll)} in all executions)`;
}

/** Below this, a chart shows nothing. */
const NARROWEST_BAR = 16;
const LONGEST_NAME = 28;

function chart(estimate: Estimate, run: EstimatedRun, { colors, width }: EstimateLook): readonly string[] {
  const { nodes, dollars, makespanSeconds } = estimate;
  const byNode = groupByNode(run.executions);
  const critical = new Set(estimate.criticalPath.map(({ node }) => node));
  const rows = nodes.map(({ node, executions, workSeconds }) => ({
    node,
    cells: [node, count(executions), seconds(workSeconds), money(dollars.nodes[node]?.total ?? 0)],
  }));
  const other = ['(orchestration)', '', '', money(dollars.orchestration.total)];
  const heads = ['node', 'runs', 'work', 'cost'];
  const nameWidth = Math.min(LONGEST_NAME, Math.max(...[heads, other, ...rows.map(({ cells }) => cells)].map(([name = '']) => name.length))); // prettier-ignore
  const widths = heads.slice(1).map((_, index) => Math.max(...[heads, other, ...rows.map(({ cells }) => cells)].map((cells) => (cells[index + 1] ?? '').length))); // prettier-ignore
  const left = ([name = '', ...numbers]: readonly string[]) =>
    [cut(name, nameWidth).padEnd(nameWidth), ...numbers.map((text, index) => text.padStart(widths[index] ?? 0))].join(
      '  ',
    );
  const barWidth = Math.max(NARROWEST_BAR, width - left(heads).length - 3);
  return [
    colors.dim(`${left(heads)}  ${scale(makespanSeconds, barWidth)}`),
    ...rows.map(({ node, cells }) => {
      const bar = ganttBar(byNode.get(node) ?? [], makespanSeconds, barWidth);
      return `${left(cells)}  ${critical.has(node) ? colors.yellow(bar) : colors.cyan(bar)}`.trimEnd();
    }),
    colors.dim(left(other).trimEnd()),
  ];
}

/** `0        5.0 s        10 s`: start, middle and end above the bars. */
function scale(end: number, width: number): string {
  const [middle, last] = [seconds(end / 2), seconds(end)];
  const half = Math.floor(width / 2);
  if (half < middle.length + 4) return `0${last.padStart(width - 1)}`;
  return `0${middle.padStart(half - 1)}${last.padStart(width - half)}`;
}

function groupByNode(executions: readonly EstimatedExecution[]): ReadonlyMap<string, readonly EstimatedExecution[]> {
  return Map.groupBy(executions, ({ node }) => node);
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function cut(name: string, width: number): string {
  return name.length <= width ? name : `${name.slice(0, width - 1)}…`;
}

function seconds(value: number): string {
  return formatDuration(value * 1000);
}

/** Enough digits to tell small prices apart: two that are not nought. */
function money(value: number): string {
  if (value === 0) return '$0';
  return value >= 1 ? `$${value.toFixed(2)}` : `$${value.toFixed(Math.min(10, 1 - Math.floor(Math.log10(value))))}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function plural(value: number, word: string): string {
  return `${count(value)} ${word}${value === 1 ? '' : 's'}`;
}
