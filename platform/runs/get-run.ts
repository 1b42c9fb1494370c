import { inParallel } from '../concurrency/in-parallel.ts';
import { Problem } from '../problems/problem.ts';
import type { ApprovalStore } from './approval.ts';
import { isAskedNow } from './asked-now.ts';
import type { SweepStore } from './sweep-store.ts';
import type { ExecutionStore } from './execution-store.ts';
import {
  atLeastExisting,
  axisSizes,
  type NodeTally,
  countExisting,
  executionTotal,
  tallyExecutions,
} from './node-tally.ts';
import type { RunKey, RunStore } from './run-store.ts';
import type { BestExecution, Execution, ReusedExecutions, Run, RunNode } from './run.ts';
import { isFate, isRunFate, type NodeStatus } from './statuses.ts';

/** Above it, the best trial is looked for when the node has ended, not at every look at the run. */
const MOST_READ_FOR_BEST = 1000;

interface RunViewer extends RunReader {
  readonly approvals: ApprovalStore;
}

export interface RunReader {
  readonly runs: RunStore;
  readonly sweeps: SweepStore;
  readonly executions: ExecutionStore;
}

/** A node of a run as people see it. Counts hold every status and their total. */
interface NodeView extends Omit<RunNode, 'fate' | 'summary' | 'targetMetric' | 'asks'> {
  readonly status: NodeStatus;
  readonly counts: Readonly<Partial<Record<NodeStatus, number>>> & { readonly total: number };
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly best?: BestExecution;
  readonly reused?: ReusedExecutions;
}

export interface RunView {
  readonly run: Run;
  readonly nodes: readonly NodeView[];
}

/** A run with the state of each node: as the finisher wrote it, or, while it runs, from the executions. */
export async function getRun(reader: RunViewer, key: RunKey): Promise<RunView> {
  const run = await findRun(reader.runs, key);
  const asks = !isRunFate(run.status) && run.nodes.some((node) => node.asks === true);
  const asked = asks ? (await reader.approvals.list(key)).filter((approval) => isAskedNow(run, approval)) : [];
  const waiting = new Set(asked.filter(({ answer }) => answer === undefined).map(({ node }) => node));
  const nodes = await inParallel(run.nodes, 16, async (node) => {
    const view = await viewNode(reader, run, node);
    return waiting.has(node.node) && node.fate === undefined ? { ...view, status: 'waiting-approval' as const } : view;
  });
  return { run, nodes: nodes.map((node) => startedBefore(node, nodes)) };
}

/** A nested pipeline has no record of its own before its end: its nodes tell that it is at work. */
function startedBefore(node: NodeView, all: readonly NodeView[]): NodeView {
  if (node.kind !== 'pipeline' || node.status !== 'pending') return node;
  const begun = all.some((each) => each.within === node.node && each.status !== 'pending');
  return begun ? { ...node, status: 'running' } : node;
}

export async function findRun(runs: RunStore, key: RunKey): Promise<Run> {
  const run = await runs.get(key);
  if (run === undefined) throw new Problem('not-found', `there is no run "${key.runId}"`);
  return run;
}

async function viewNode({ executions, sweeps }: RunReader, run: Run, node: RunNode): Promise<NodeView> {
  const { fate, summary } = node;
  const total = summary?.total ?? (await executionTotal(sweeps, run, node));
  const fields = fieldsOf(node);
  if (fate !== undefined && summary !== undefined) {
    const { counts, startedAt, finishedAt, best, reused } = summary;
    return {
      ...fields,
      status: fate,
      counts: { total, ...counts },
      ...(startedAt === undefined ? {} : { startedAt }),
      ...(finishedAt === undefined ? {} : { finishedAt }),
      ...(best === undefined ? {} : { best }),
      ...(reused === undefined ? {} : { reused }),
    };
  }
  // How many trials the run finds anew is not known before it does.
  const tally = atLeastExisting(await tallyNode(executions, run, node, total));
  const pending = tally.total - countExisting(tally.counts);
  const status = openNodeStatus(tally);
  return {
    ...fields,
    status,
    counts: { total: tally.total, pending, ...tally.counts },
    ...(tally.startedAt === undefined ? {} : { startedAt: tally.startedAt }),
    ...(tally.finishedAt === undefined || !isFate(status) ? {} : { finishedAt: tally.finishedAt }),
    ...(tally.best === undefined ? {} : { best: tally.best }),
    ...(tally.reused === undefined ? {} : { reused: tally.reused }),
  };
}

function fieldsOf({ node, kind, step, axes, after, reason, within }: RunNode) {
  return {
    node,
    kind,
    step,
    axes,
    after,
    ...(reason === undefined ? {} : { reason }),
    ...(within === undefined ? {} : { within }),
  };
}

async function tallyNode(executions: ExecutionStore, run: Run, node: RunNode, total: number): Promise<NodeTally> {
  const sizes = axisSizes(node);
  if (node.targetMetric !== undefined && total <= MOST_READ_FOR_BEST) {
    const all: Execution[] = [];
    for await (const execution of executions.list(run.project, run.runId, node.node, sizes)) all.push(execution);
    return tallyExecutions(node, total, all);
  }
  const summary = await executions.summarise(run.project, run.runId, node.node, sizes);
  return {
    total,
    counts: summary.counts,
    ...(summary.firstStartedAt === undefined ? {} : { startedAt: summary.firstStartedAt }),
    ...(summary.lastFinishedAt === undefined ? {} : { finishedAt: summary.lastFinishedAt }),
    ...(summary.reused === undefined ? {} : { reused: summary.reused }),
  };
}

/** Of a node whose fate is not written yet. */
function openNodeStatus({ counts, total }: Pick<NodeTally, 'counts' | 'total'>): NodeStatus {
  const existing = countExisting(counts);
  if (existing === 0) return 'pending';
  if ((counts.succeeded ?? 0) === total) return 'succeeded';
  if ((counts['waiting-approval'] ?? 0) > 0) return 'waiting-approval';
  if (existing < total || (counts.running ?? 0) > 0 || (counts.pending ?? 0) > 0) return 'running';
  return (
    (['failed', 'errored', 'stopped', 'omitted', 'skipped'] as const).find((status) => (counts[status] ?? 0) > 0) ??
    'running'
  );
}
