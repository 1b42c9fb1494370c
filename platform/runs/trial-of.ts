import { executionIdOf, type RunNode } from './run.ts';

/** The indices in an execution's id, if it is one of this node's: a node's name may hold dots and digits itself. */
export function trialOf(node: RunNode, executionId: string): readonly number[] | undefined {
  const parts = executionId.split('.');
  const trial = parts.slice(parts.length - node.axes.length).map(Number);
  const indices = node.axes.length === 0 ? [] : trial;
  const fits = indices.every(
    (place, axis) => Number.isInteger(place) && place >= 0 && place < (node.axes[axis]?.size ?? Infinity),
  );
  return fits && executionIdOf(node.node, indices) === executionId ? indices : undefined;
}
