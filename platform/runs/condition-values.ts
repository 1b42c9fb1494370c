import type { ConditionValue } from '../../statemachines/definition/valohai/condition-operations.ts';
import { assertNever } from '../../statemachines/diagnostics/invariant.ts';
import type { ConditionSource, NodePlan, ProducerReference } from '../../statemachines/plan/execution-plan.ts';
import { gatherFates, isTolerant, resultOf } from './gather-fates.ts';
import { sizesIn } from './node-tally.ts';
import type { ReadProducers } from './read-producers.ts';
import type { Execution, Run, RunNode } from './run.ts';
import type { NodeStatus } from './statuses.ts';
import type { NodeResult } from '../../statemachines/graph/node-result.ts';

/** What a condition is decided by. */
export interface DecidedBy {
  readonly run: Run;
  readonly plan: NodePlan;
  readonly trial: readonly number[];
  readonly producers: ReadProducers;
  /** The executions of the node itself: one, or the trials of its sweep. */
  readonly own: () => Promise<readonly Execution[]>;
}

/** A name's value from the first of its places that has one; undefined where none does. */
export async function conditionValue(
  sources: readonly ConditionSource[],
  by: DecidedBy,
): Promise<ConditionValue | undefined> {
  for (const source of sources) {
    const value = await valueOf(source, by);
    if (value !== undefined) return value;
  }
  return undefined;
}

async function valueOf(source: ConditionSource, by: DecidedBy): Promise<ConditionValue | undefined> {
  switch (source.kind) {
    case 'value':
      return source.value;
    case 'axis': {
      const at = by.plan.axes.findIndex(({ id }) => id === source.axis);
      return by.plan.axes[at]?.points[by.trial[at] ?? -1]?.[source.key];
    }
    case 'own-metadata':
      return seen(await by.own(), (execution) => execution.metadata[source.key], ownIsSweep(by));
    case 'own-parameter':
      return seen(await by.own(), (execution) => execution.parameters[source.parameter], ownIsSweep(by));
    case 'metadata':
      return seen(
        await by.producers(source.producer),
        (execution) => execution.metadata[source.key],
        gathers(source.producer),
      );
    case 'parameter':
      return seen(
        await by.producers(source.producer),
        (execution) => execution.parameters[source.parameter],
        gathers(source.producer),
      );
    case 'status':
      return (await producerResult(source.producer, by)).fate;
    case 'run':
      return source.key === 'status' ? by.run.outcome?.status : failedNodes(by.run);
    default:
      return assertNever(source);
  }
}

/** How a producer came out, as this trial sees it. */
export async function producerResult(reference: ProducerReference, by: DecidedBy): Promise<NodeResult> {
  const node = by.run.nodes.find((each) => each.node === reference.node);
  const executions = await by.producers(reference);
  const gathered = new Set(reference.axes.filter((axis) => axis.gathered).map(({ axis }) => axis));
  // Before the nodes of `finally` every other one got its fate.
  if (by.plan.finally === true && node?.fate !== undefined) return resultOf(node.fate);
  if (gathered.size === 0) return resultOf(executions[0]?.status);
  const counts: Partial<Record<Execution['status'], number>> = {};
  for (const { status } of executions) {
    // Behind a sweep that met its stop condition, its other trials do not count; a run that is stopped asks nobody.
    if (status === 'stopped' && node?.stopCondition !== undefined) continue;
    counts[status] = (counts[status] ?? 0) + 1;
  }
  const sizes = sizesIn(reference.axes.filter((axis) => axis.gathered).map(({ size }) => size));
  const total = sizes === undefined ? executions.length : sizes.reduce((product, size) => product * size, 1);
  const forgiving = node?.axes.filter((each) => gathered.has(each.axis) && isTolerant([each])) ?? [];
  const result = gatherFates(counts, { total, tolerant: forgiving.length > 0 });
  if (result.fate !== 'omitted' || forgiving.length === 0) return result;
  // Such a sweep has succeeded, as its Map did (asl/fate-map.ts), when anything before the node began in it.
  const begun = await hasBegun(nodesBefore(reference.node, by.run), forgiving, by);
  return begun ? { ...result, fate: 'succeeded' } : result;
}

/** Whether any of these nodes began in a sweep over one of the axes, as far as this trial sees it. */
async function hasBegun(nodes: readonly RunNode[], axes: RunNode['axes'], by: DecidedBy): Promise<boolean> {
  const swept = new Set(axes.map(({ axis }) => axis));
  const own = new Set(by.plan.axes.map(({ id }) => id));
  for (const node of nodes) {
    if (!node.axes.some(({ axis }) => swept.has(axis))) continue;
    const places = node.axes.map((each) => ({ ...each, gathered: !own.has(each.axis) }));
    const executions = await by.producers({ node: node.node, axes: places });
    if (executions.some(({ status }) => began.has(status))) return true;
  }
  return false;
}

const began: ReadonlySet<NodeStatus> = new Set(['succeeded', 'failed', 'errored']);

/** All that a node waits for, also through others. */
function nodesBefore(name: string, { nodes }: Run): readonly RunNode[] {
  const byName = new Map(nodes.map((node) => [node.node, node]));
  const found = new Set<RunNode>();
  const add = (each: string): void => {
    for (const before of byName.get(each)?.after ?? []) {
      const node = byName.get(before);
      if (node === undefined || found.has(node)) continue;
      found.add(node);
      add(before);
    }
  };
  add(name);
  return [...found];
}

export function failedNodes(run: Run): readonly string[] {
  return run.nodes.filter(({ fate }) => fate === 'failed' || fate === 'errored').map(({ node }) => node);
}

function gathers(reference: ProducerReference): boolean {
  return reference.axes.some((axis) => axis.gathered);
}

function ownIsSweep({ plan, trial }: DecidedBy): boolean {
  return trial.length < plan.axes.length;
}

/** One execution's value, or of several a list in trial order, of those that succeeded. */
function seen(
  executions: readonly Execution[],
  value: (execution: Execution) => unknown,
  several: boolean,
): ConditionValue | undefined {
  if (!several) return scalar(executions[0] === undefined ? undefined : value(executions[0]));
  const values = executions
    .filter(({ status }) => status === 'succeeded')
    .flatMap((execution) => scalar(value(execution)) ?? []);
  return values.length === 0 ? undefined : values;
}

/** Conditions know no objects. */
export function scalar(value: unknown): ConditionValue | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return Array.isArray(value) ? value.flatMap((each) => scalar(each) ?? []) : undefined;
}
