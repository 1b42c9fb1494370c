import type { PlanBlock } from '../plan/execution-plan.ts';
import { answeredFates, branchScope } from './branch-fates.ts';
import { checkFailures, goOn } from './failure-count.ts';
import { oneFailure, sumOfFailures } from './jsonata.ts';
import type { Continuation, EmitBlock, Emitted, Scope } from './scope.ts';
import type { ParallelState, State } from './states.ts';

/**
 * Blocks side by side; all start at once, and the state ends when the last one does. Where a branch waits for another one,
 * a failure ends them all, so that nobody waits for who will never come; around it counts as one.
 */
export function emitParallel(
  block: PlanBlock & { readonly kind: 'parallel' },
  scope: Scope,
  then: Continuation,
  emit: EmitBlock,
): Emitted {
  const name = scope.machine.names.claim('parallel');
  const joined = scope.tolerant && holdsRendezvous(block);
  const inner = joined ? { ...scope, tolerant: false } : scope;
  const branches = block.blocks.map((each) => emit(each, branchScope(each, inner), { kind: 'end' }));
  const caught = joined ? scope.machine.names.claim(`${name}.failed`) : undefined;
  const counted = inner.tolerant
    ? checkFailures(name, 'of the branches failed', sumOfFailures, scope, then)
    : goOn(scope, then, answeredFates(block, scope, '$merge($states.result)'));
  const state: ParallelState = {
    Type: 'Parallel',
    Branches: branches.map(({ start, states }) => ({ StartAt: start, States: Object.fromEntries(states) })),
    ...(caught === undefined ? {} : { Catch: [{ ErrorEquals: ['States.ALL'], Next: caught }] }),
    ...counted.answer,
  };
  const states: (readonly [string, State])[] = [[name, state], ...counted.states];
  if (caught !== undefined) states.push([caught, { Type: 'Pass', Output: oneFailure, End: true }]);
  return { start: name, states };
}

/** Whether somebody in the block waits for somebody else in it. */
function holdsRendezvous(block: PlanBlock): boolean {
  const signals = new Set<string>();
  const waits = new Set<string>();
  const collect = (part: PlanBlock): void => {
    switch (part.kind) {
      case 'series':
      case 'parallel':
        part.blocks.forEach(collect);
        return;
      case 'map':
      case 'child':
        collect(part.body);
        return;
      case 'signal':
      case 'wait':
        (part.kind === 'signal' ? signals : waits).add(JSON.stringify([part.producer, part.group]));
        return;
      default:
    }
  };
  collect(block);
  return [...waits].some((key) => signals.has(key));
}
