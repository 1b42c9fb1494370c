import type { PlannedAxis } from '../plan/execution-plan.ts';
import { type DistributedFields, distributedMap } from './map-distributed.ts';
import { type InlineFields, inlineMap } from './map-inline.ts';
import type { EmitBlock, MapBlock, Scope } from './scope.ts';

/** What makes a Map of a block, by its mode, with the iterations that `inner` describes. */
export function mapFields(
  block: MapBlock,
  axis: PlannedAxis,
  outer: Scope,
  inner: Scope,
  emit: EmitBlock,
): InlineFields | DistributedFields {
  return block.mode === 'inline'
    ? inlineMap(block, axis, inner, emit)
    : distributedMap(block, axis, outer, inner, emit);
}
