import type { ExecutionPlan, NodePlan, PlannedAxis, ProducerReference } from '../statemachines/plan/execution-plan.ts';
import type { Durations } from './durations.ts';

/** How many sweeps of lists a node has: one for each trial of the sweeps around it. */
export function sweepsOf({ axes }: NodePlan): number {
  return axes.reduce((product, axis) => (axis.lists === undefined ? product * axis.points.length : product), 1);
}

export function listsOf({ axes }: NodePlan): NonNullable<PlannedAxis['lists']> {
  return axes.flatMap(({ lists }) => lists ?? []);
}

/**
 * The plan with as many trials as there are durations where lists that only a run knows bring them; without a list of
 * durations, as if each list brought one value.
 */
export function withAssumedTrials(plan: ExecutionPlan, durations: Durations): ExecutionPlan {
  const assumed = new Map<string, PlannedAxis>();
  for (const node of plan.nodes) {
    for (const { lists, ...axis } of node.axes) {
      if (lists === undefined) continue;
      const given = Object.hasOwn(durations, node.node) ? durations[node.node] : undefined;
      const count = typeof given === 'object' ? Math.floor(given.length / sweepsOf(node)) : axis.points.length;
      assumed.set(axis.id, { ...axis, points: Array.from({ length: count }, () => ({})) });
    }
  }
  if (assumed.size === 0) return plan;
  const axesOf = (axes: readonly PlannedAxis[]) => axes.map((axis) => assumed.get(axis.id) ?? axis);
  const sized = <S extends object>(source: S): S =>
    'producer' in source ? { ...source, producer: sizedReference(source.producer as ProducerReference) } : source;
  const sizedReference = (reference: ProducerReference): ProducerReference => ({
    ...reference,
    axes: reference.axes.map((axis) => ({ size: assumed.get(axis.axis)?.points.length ?? 1, ...axis })),
  });
  return {
    ...plan,
    axes: axesOf(plan.axes),
    nodes: plan.nodes.map((node) => ({
      ...node,
      axes: axesOf(node.axes),
      parameters: node.parameters.map((parameter) => ({ ...parameter, source: sized(parameter.source) })),
      inputs: node.inputs.map((input) => ({ ...input, sources: input.sources.map(sized) })),
    })),
  };
}
