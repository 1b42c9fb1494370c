import type { PlannedAxis } from '../plan/execution-plan.ts';
import { emitFateMap } from './fate-map.ts';
import { checkFailures, goOn } from './failure-count.ts';
import { oneFailure, sumOfFailures } from './jsonata.ts';
import type { FateUpdate } from './leave.ts';
import { mapFields } from './map-fields.ts';
import type { Continuation, EmitBlock, Emitted, MapBlock, Scope } from './scope.ts';
import type { MapState, State } from './states.ts';

/** A fan-out over an axis of the pipeline; one that no rule concerns is the same in every pipeline. */
export function emitMap(block: MapBlock, scope: Scope, then: Continuation, emit: EmitBlock): Emitted {
  const { machine } = scope;
  const ruled = machine.blocks.nodes(block.body).some((node) => machine.node(node).rules !== undefined);
  return ruled ? emitFateMap(block, scope, then, emit) : emitPlainMap(block, scope, then, emit);
}

/**
 * A fan-out over the points of an axis. Every iteration answers how many failed in it, so that the Map of any length
 * answers a list of digits: far from the 256 KiB of a state's output, and no ResultWriter is needed.
 * `on-child-error` decides what a failed trial does: ends everything (an error), is counted at the end, or is forgiven.
 *
 * @param update what is known behind it where it did not fail
 */
export function emitPlainMap(
  block: MapBlock,
  scope: Scope,
  then: Continuation,
  emit: EmitBlock,
  update: FateUpdate = {},
): Emitted {
  const { machine } = scope;
  const axis = machine.axis(block.axis);
  const name = machine.names.claim(`${axis.id}.trials`);
  const counts = axis.onChildError !== 'stop-all-and-error';
  const inner: Scope = {
    machine,
    nest: [...scope.nest, axis.id],
    tolerant: counts,
    // The machine's own history does not show which trial of a Distributed Map failed.
    recorded: counts || scope.recorded || block.mode === 'distributed',
  };
  const fields = mapFields(block, axis, scope, inner, emit);
  const way =
    axis.onChildError === 'continue-and-error'
      ? checkFailures(name, what(axis), sumOfFailures, scope, then, update)
      : goOn(scope, then, update);
  const caught = counts || !scope.tolerant ? undefined : machine.names.claim(`${name}.failed`);
  const state: MapState = {
    Type: 'Map',
    ...fields,
    ...(caught === undefined ? {} : { Catch: [{ ErrorEquals: ['States.ALL'], Next: caught }] }),
    ...way.answer,
  };
  const states: (readonly [string, State])[] = [[name, state], ...way.states];
  if (caught !== undefined) states.push([caught, { Type: 'Pass', Output: oneFailure, End: true }]);
  return { start: name, states };
}

function what(axis: PlannedAxis): string {
  return axis.origin === 'pipeline' ? `of the trials over ${axis.id} failed` : `of the trials of ${axis.id} failed`;
}
