import type { PlanBlock } from '../plan/execution-plan.ts';
import { assertNever } from '../diagnostics/invariant.ts';
import { emitChild } from './child.ts';
import { ownNode } from './fate-keys.ts';
import { emitMap } from './map.ts';
import { emitNode } from './node.ts';
import { emitParallel } from './parallel.ts';
import type { Continuation, Emitted, Scope } from './scope.ts';
import { emitSeries } from './series.ts';
import { emitSignal } from './signal.ts';
import { emitWait } from './wait.ts';

/** A block of the plan as states, `then` behind its success. */
export function emitBlock(block: PlanBlock, scope: Scope, then: Continuation): Emitted {
  switch (block.kind) {
    case 'node':
      return emitNode(scope.machine.node(block.node), scope, then, undefined, emitBlock);
    case 'series':
      return emitSeries(block.blocks, scope, then, emitBlock);
    case 'parallel':
      return emitParallel(block, scope, then, emitBlock);
    case 'map': {
      const { machine } = scope;
      if (machine.axis(block.axis).origin === 'pipeline') return emitMap(block, scope, then, emitBlock);
      return emitNode(machine.node(ownNode(block)), scope, then, block, emitBlock);
    }
    case 'child':
      if (block.node === undefined) return emitChild(block, scope, then, emitBlock);
      return emitNode(scope.machine.node(block.node), scope, then, undefined, emitBlock);
    case 'signal':
      return emitSignal(block, scope, then);
    case 'wait':
      return emitWait(block, scope, then);
    default:
      return assertNever(block);
  }
}
