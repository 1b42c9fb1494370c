import type { PlanBlock } from '../plan/execution-plan.ts';
import { checkFailures, goOn } from './failure-count.ts';
import { sumOfFailures } from './jsonata.ts';
import type { Continuation, EmitBlock, Emitted, Scope } from './scope.ts';
import type { ParallelState } from './states.ts';

/** Blocks side by side; all start at once, and the state ends when the last one does. */
export function emitParallel(
  block: PlanBlock & { readonly kind: 'parallel' },
  scope: Scope,
  then: Continuation,
  emit: EmitBlock,
): Emitted {
  const name = scope.machine.names.claim('parallel');
  const branches = block.blocks.map((each) => emit(each, scope, { kind: 'end' }));
  const counted = scope.tolerant
    ? checkFailures(name, 'of the branches failed', sumOfFailures, scope, then)
    : goOn(then);
  const state: ParallelState = {
    Type: 'Parallel',
    Branches: branches.map(({ start, states }) => ({ StartAt: start, States: Object.fromEntries(states) })),
    ...counted.answer,
  };
  return { start: name, states: [[name, state], ...counted.states] };
}
