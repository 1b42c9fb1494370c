import type { CompiledPipeline } from '../statemachines/asl/compiled-pipeline.ts';
import type { ExecutionPlan, PlanBlock } from '../statemachines/plan/execution-plan.ts';
import { listsOf, withAssumedTrials } from './assumed-trials.ts';
import type { Dollars } from './cost/dollars.ts';
import { dollarsOf } from './cost/dollars.ts';
import type { CriticalPath } from './critical-path.ts';
import { criticalPath } from './critical-path.ts';
import type { Durations } from './durations.ts';
import { secondsOf } from './durations.ts';
import { estimateRun } from './run/estimate-run.ts';
import type { EstimatedRun } from './run/estimated-run.ts';

/** What a pipeline will take, before it runs. */
export interface Estimate {
  readonly pipeline: string;
  readonly makespanSeconds: number;
  readonly criticalPathSeconds: number;
  readonly criticalPath: CriticalPath['executions'];
  /** As billed: states entered, and retries. */
  readonly transitions: number;
  /** Of the longest history, which the service limits, and of all. */
  readonly historyEvents: number;
  readonly historyEventsInAll: number;
  /** Of the largest machine, which the service limits. */
  readonly definitionBytes: number;
  readonly rendezvous: number;
  readonly barriers: number;
  readonly dollars: Dollars;
  readonly nodes: readonly NodeEstimate[];
  /** What keeps the run from being like this: in words. */
  readonly warnings: readonly string[];
}

export interface NodeEstimate {
  readonly node: string;
  readonly executions: number;
  /** First start and last end since the run's start; absent where it never ran. */
  readonly startSeconds?: number;
  readonly endSeconds?: number;
  /** Sum over its executions. */
  readonly workSeconds: number;
}

export interface EstimatedPipeline {
  readonly estimate: Estimate;
  readonly run: EstimatedRun;
}

/** Runs a compiled pipeline on the virtual clock and sums up what it took, beside what it would take at least. */
export async function estimatePipeline(given: CompiledPipeline, durations: Durations = {}): Promise<EstimatedPipeline> {
  const { machines } = given;
  const plan = withAssumedTrials(given.plan, durations);
  const compiled = { ...given, plan };
  const seconds = secondsOf(durations, plan.nodes);
  const run = await estimateRun(compiled, durations);
  // A node that only a failure calls for has no part in a run where all goes well.
  const ran = new Set(run.executions.map(({ node }) => node));
  const counts = (node: string) => run.status !== 'SUCCEEDED' || ran.has(node);
  const path = criticalPath(plan, (node, trial) => (counts(node) ? seconds(node, trial) : 0));
  const { tally } = run;
  const estimate: Estimate = {
    pipeline: compiled.pipeline,
    makespanSeconds: run.makespanSeconds,
    criticalPathSeconds: path.seconds,
    criticalPath: path.executions.filter(({ node }) => counts(node)),
    transitions: tally.transitions,
    historyEvents: tally.historyEvents.largest,
    historyEventsInAll: tally.historyEvents.total,
    definitionBytes: Math.max(...machines.map(({ asl }) => new TextEncoder().encode(asl).length)),
    rendezvous: countWaits(plan.structure),
    barriers: plan.barriers.length,
    dollars: dollarsOf(plan, machines, tally, seconds),
    nodes: nodesOf(compiled, run),
    warnings: [...assumptionsOf(given.plan, durations), ...warningsOf(compiled, run)],
  };
  return { estimate, run };
}

/** Each edge that the nesting leaves outside is one wait. */
function countWaits(block: PlanBlock): number {
  switch (block.kind) {
    case 'series':
    case 'parallel':
      return block.blocks.reduce((sum, each) => sum + countWaits(each), 0);
    case 'map':
    case 'child':
      return countWaits(block.body);
    case 'wait':
      return 1;
    default:
      return 0;
  }
}

function nodesOf({ plan }: CompiledPipeline, { executions }: EstimatedRun): readonly NodeEstimate[] {
  const found = new Map<string, Required<NodeEstimate>>();
  for (const { node, startSeconds, endSeconds } of executions) {
    const known = found.get(node);
    found.set(node, {
      node,
      executions: (known?.executions ?? 0) + 1,
      startSeconds: Math.min(known?.startSeconds ?? Infinity, startSeconds),
      endSeconds: Math.max(known?.endSeconds ?? 0, endSeconds),
      workSeconds: toMicroseconds((known?.workSeconds ?? 0) + endSeconds - startSeconds),
    });
  }
  return plan.nodes.map(({ node }) => found.get(node) ?? { node, executions: 0, workSeconds: 0 });
}

/** What is beyond is noise of the sums. */
function toMicroseconds(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

function assumptionsOf({ nodes }: ExecutionPlan, durations: Durations): readonly string[] {
  return nodes.flatMap((node) => {
    const lists = listsOf(node).map(({ key, producer }) => `metadata "${key}" of "${producer.node}"`);
    if (lists.length === 0 || Array.isArray(durations[node.node])) return [];
    return [
      `the trials of "${node.node}" come of ${lists.join(' and ')}, which only a run knows: one value each is assumed; give a list of durations, one a trial`,
    ];
  });
}

function warningsOf({ plan }: CompiledPipeline, run: EstimatedRun): readonly string[] {
  const longest = new Map<string, number>();
  for (const { node, startSeconds, endSeconds } of run.executions) {
    longest.set(node, Math.max(longest.get(node) ?? 0, endSeconds - startSeconds));
  }
  const tooLong = plan.nodes.flatMap(({ node, timeoutSeconds }) => {
    const most = longest.get(node) ?? 0;
    return most > timeoutSeconds
      ? [`an attempt of "${node}" ends after ${timeoutSeconds} s ("timeout" of its step), but takes ${most} s here`]
      : [];
  });
  const unpriced = plan.nodes.filter(({ work }) => work.kind === 'command').map(({ node }) => `"${node}"`);
  return [
    ...(run.status === 'TIMED_OUT'
      ? [`the run would be stopped by its time limit of ${plan.timeoutSeconds} s ("timeout" of the pipeline)`]
      : []),
    ...(run.status === 'FAILED' ? [`the run would fail: ${run.error ?? ''} ${run.cause ?? ''}`.trimEnd()] : []),
    ...tooLong,
    ...(unpriced.length === 0
      ? []
      : [`the work of ${unpriced.join(', ')} is not priced: it runs in a container, not on Lambda`]),
  ];
}
