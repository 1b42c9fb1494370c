import type { AxisFlow } from '../graph/axis-flow.ts';
import type { ProducerReference } from './execution-plan.ts';

/** Each of the producer's axes at the consumer's own trial, or gathered where the consumer does not run over it. */
export function producerReference(
  from: string,
  to: string,
  size: (axis: string) => number | undefined,
  flow: AxisFlow,
): ProducerReference {
  const consumer = flow.of.get(to) ?? [];
  return {
    node: from,
    axes: (flow.of.get(from) ?? []).map((axis) => {
      const points = size(axis);
      return { axis, ...(points === undefined ? {} : { size: points }), gathered: !consumer.includes(axis) };
    }),
  };
}
