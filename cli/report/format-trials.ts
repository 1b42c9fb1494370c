import type { ExecutionResource } from '../../api/schemas/execution.ts';
import type { NodeSummaryResource } from '../../api/schemas/run.ts';
import { paintStatus } from '../output/paint-status.ts';
import type { Colors } from '../terminal.ts';
import type { AxisValues } from './axis-values.ts';
import { durationBetween, formatDuration } from '../output/format-duration.ts';
import { formatNumber } from '../output/format-number.ts';
import { formatTable } from '../output/print-table.ts';

const MOST_ROWS = 24;
const MOST_METRICS = 5;
const COLUMN_GAP = 2;

type Trial = Omit<ExecutionResource, 'parameters'> & { readonly parameters: Readonly<Record<string, unknown>> };

/** A sweep's trials: the parameters in which they differ, their metrics, status and time. Undefined where there is nothing to compare. */
export function formatTrials(
  node: NodeSummaryResource,
  executions: readonly ExecutionResource[],
  axes: AxisValues,
  colors: Colors,
  width: number,
): string | undefined {
  const trials = executions.map((execution) => withInheritedValues(execution, node, axes));
  const metrics = metricsOf(node, trials);
  if (trials.length < 2 || (metrics.length === 0 && trials.every((trial) => trial.status === 'succeeded')))
    return undefined;
  const parameters = varyingParameters(trials);
  const fitting = fittingMetrics(metrics, trials, parameters, width);
  const rows = trials.slice(0, MOST_ROWS).map((trial) => {
    const mark = trial.executionId === node.best?.executionId ? colors.bold('*') : ' ';
    const took = durationBetween(trial.startedAt, trial.finishedAt);
    return [
      `${mark} ${trial.executionId}`,
      ...parameters.map((name) => textOf(trial.parameters[name])),
      ...fitting.map((metric) => textOf(trial.metadata[metric])),
      paintStatus(trial.status, colors),
      took === undefined ? '' : formatDuration(took),
    ];
  });
  const right = (title: string) => ({ title, align: 'right' }) as const;
  const columns = [
    { title: '  trial' },
    ...parameters.map(right),
    ...fitting.map(right),
    { title: 'status' },
    right('time'),
  ];
  const left = node.counts.total - Math.min(MOST_ROWS, trials.length);
  const more = left > 0 ? `\n  ${colors.dim(`and ${left} more trials`)}` : '';
  const best = node.best === undefined ? '' : `, * is the best by ${node.best.metric}`;
  return `${colors.bold(node.node)}${colors.dim(best)}\n${formatTable(columns, rows, colors)}${more}`;
}

/** A trial's parameters after the values of the axes that it runs over without taking them itself. */
function withInheritedValues(execution: ExecutionResource, node: NodeSummaryResource, axes: AxisValues): Trial {
  const inherited = node.axes.flatMap(({ axis }, position) => {
    const value = axes.get(axis)?.get(execution.trial[position] ?? -1);
    return value === undefined ? [] : [[axis, value] as const];
  });
  return { ...execution, parameters: { ...Object.fromEntries(inherited), ...execution.parameters } };
}

function varyingParameters(trials: readonly Trial[]): readonly string[] {
  const names = [...new Set(trials.flatMap((trial) => Object.keys(trial.parameters)))];
  return names.filter((name) => new Set(trials.map((trial) => JSON.stringify(trial.parameters[name]))).size > 1);
}

/** Numbers that the trials printed; the target of the sweep first, then what most trials have. */
function metricsOf(node: NodeSummaryResource, trials: readonly Trial[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { metadata } of trials) {
    for (const [key, value] of Object.entries(metadata)) {
      if (typeof value === 'number') counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const rank = (name: string): number => (name === node.best?.metric ? -1 : 0);
  return [...counts.keys()]
    .sort((a, b) => rank(a) - rank(b) || (counts.get(b) ?? 0) - (counts.get(a) ?? 0))
    .slice(0, MOST_METRICS);
}

/** As many metrics as the terminal has room for, besides the other columns. */
function fittingMetrics(
  metrics: readonly string[],
  trials: readonly Trial[],
  parameters: readonly string[],
  width: number,
): readonly string[] {
  const widest = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length)) + COLUMN_GAP;
  let used = widest(trials.map((trial) => `  ${trial.executionId}`)) + widest(trials.map((trial) => trial.status)) + 10;
  for (const name of parameters) used += widest([name, ...trials.map((trial) => textOf(trial.parameters[name]))]);
  return metrics.filter((metric) => {
    used += widest([metric, ...trials.map((trial) => textOf(trial.metadata[metric]))]);
    return used <= width;
  });
}

function textOf(value: unknown): string {
  if (typeof value === 'number') return formatNumber(value);
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
