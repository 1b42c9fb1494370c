import type { PlannedAxis } from '../plan/execution-plan.ts';
import { MOST_INLINE_ITEMS } from '../plan/structure/choose-map-modes.ts';
import { iterationInput } from './iteration-input.ts';
import { jsonata, pointsOf } from './jsonata.ts';
import type { EmitBlock, MapBlock, Scope } from './scope.ts';
import type { MapState } from './states.ts';
import { emitIteration } from './trial.ts';

export type InlineFields = Pick<MapState, 'Items' | 'ItemSelector' | 'MaxConcurrency' | 'ItemProcessor'>;

/** Trials in the machine's own history: the number of points is read from its input, so that the ASL is the same for 2 and for 40. */
export function inlineMap(block: MapBlock, axis: PlannedAxis, inner: Scope, emit: EmitBlock): InlineFields {
  const body = emitIteration(block, axis, inner, emit);
  const outer = { ...inner, nest: inner.nest.slice(0, -1) };
  return {
    Items: jsonata(`[0..${pointsOf(axis.id)} - 1]`),
    ItemSelector: iterationInput(outer),
    MaxConcurrency: Math.min(axis.concurrency, MOST_INLINE_ITEMS),
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      StartAt: body.start,
      States: Object.fromEntries(body.states),
    },
  };
}
