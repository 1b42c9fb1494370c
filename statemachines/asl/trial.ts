import type { NodePlan, PlannedAxis } from '../plan/execution-plan.ts';
import { fateKey, ownNode } from './fate-keys.ts';
import { leave } from './leave.ts';
import { recordingStates } from './record-failure.ts';
import type { Continuation, EmitBlock, Emitted, MapBlock, Scope } from './scope.ts';
import { emitTask, invokeTrial } from './task.ts';

/** What one iteration of a Map runs: of a node's own trials one execution, its rules standing around the Map. */
export function emitIteration(block: MapBlock, axis: PlannedAxis, inner: Scope, emit: EmitBlock): Emitted {
  const end: Continuation = { kind: 'end' };
  if (axis.origin === 'pipeline') return emit(block.body, inner, end);
  const node = inner.machine.node(ownNode(block));
  return inner.fates === undefined ? emitTask(node, inner, end) : emitFateTrial(node, inner, end);
}

function emitFateTrial(node: NodePlan, scope: Scope, end: Continuation): Emitted {
  const name = scope.machine.nodeState(node.node);
  const recorded = recordingStates(node, scope, { failed: end });
  const way = leave(scope, end, { [fateKey(node.node)]: '"succeeded"' });
  return {
    start: name,
    states: [[name, { ...invokeTrial(node, scope), Catch: [recorded.catcher], ...way }], ...recorded.states],
  };
}
