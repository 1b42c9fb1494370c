import { invariant } from '../diagnostics/invariant.ts';
import type { PlanBlock } from '../plan/execution-plan.ts';
import { fateKeys } from './fate-keys.ts';
import { behind } from './leave.ts';
import type { Continuation, EmitBlock, Emitted, Scope } from './scope.ts';

/** From the last one, since a state names its successor; the states then stand in the order in which they run. */
export function emitSeries(blocks: readonly PlanBlock[], scope: Scope, then: Continuation, emit: EmitBlock): Emitted {
  const scopes = scopesOf(blocks, scope);
  const groups: Emitted['states'][] = [];
  let next = then;
  for (const [index, block] of [...blocks.entries()].toReversed()) {
    const { start, states } = emit(block, scopes[index] ?? scope, next);
    groups.push(states);
    next = { kind: 'next', state: start };
  }
  invariant(next.kind === 'next', 'a series has blocks');
  return { start: next.state, states: groups.toReversed().flat() };
}

/** Each block's own: what the state data carries before it, and what those behind it ask for. */
function scopesOf(blocks: readonly PlanBlock[], scope: Scope): readonly Scope[] {
  const { fates, machine } = scope;
  if (fates === undefined) return blocks.map(() => scope);
  const askedLast = new Map<string, number>();
  for (const [index, block] of blocks.entries()) {
    for (const key of machine.blocks.asked(block)) askedLast.set(key, index);
  }
  let { known } = fates;
  return blocks.map((block, index) => {
    const needed = (key: string) => (askedLast.get(key) ?? -1) > index || fates.needed(key);
    const own: Scope = { ...scope, fates: { ...fates, known, needed } };
    // Whoever waits learns the producer's fate, here and not outside of the series.
    const brought = block.kind === 'wait' ? [block.producer] : machine.blocks.nodes(block);
    known = behind(own, brought.flatMap(fateKeys)).fates?.known ?? known;
    return own;
  });
}
