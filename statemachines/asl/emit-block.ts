import type { PlanBlock } from '../plan/execution-plan.ts';
import { assertNever, invariant } from '../diagnostics/invariant.ts';
import { emitMap } from './map.ts';
import { emitParallel } from './parallel.ts';
import type { Continuation, Emitted, Scope } from './scope.ts';
import { emitSignal } from './signal.ts';
import { emitTask } from './task.ts';
import { emitWait } from './wait.ts';

/** A block of the plan as states, `then` behind its success. */
export function emitBlock(block: PlanBlock, scope: Scope, then: Continuation): Emitted {
  switch (block.kind) {
    case 'node':
      return emitTask(scope.machine.node(block.node), scope, then);
    case 'series':
      return emitSeries(block.blocks, scope, then);
    case 'parallel':
      return emitParallel(block, scope, then, emitBlock);
    case 'map':
      return emitMap(block, scope, then, emitBlock);
    case 'signal':
      return emitSignal(block, scope, then);
    case 'wait':
      return emitWait(block, scope, then);
    default:
      return assertNever(block);
  }
}

/** From the last one, since a state names its successor; the states then stand in the order in which they run. */
function emitSeries(blocks: readonly PlanBlock[], scope: Scope, then: Continuation): Emitted {
  const groups: Emitted['states'][] = [];
  let next = then;
  for (const block of blocks.toReversed()) {
    const { start, states } = emitBlock(block, scope, next);
    groups.push(states);
    next = { kind: 'next', state: start };
  }
  invariant(next.kind === 'next', 'a series has blocks');
  return { start: next.state, states: groups.toReversed().flat() };
}
