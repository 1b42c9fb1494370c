import { describe, expect, it } from 'vitest';
import { initialModel, isGood, stepsOf, type Fate, type Flaw, type Model } from './rendezvous-model.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;

interface Explored {
  readonly states: number;
  /** Runs that end otherwise than with everybody gone on and knowing the fate: their last states. */
  readonly bad: readonly Model[];
  /** Whether the same state can come again: then somebody could run in circles. */
  readonly circles: boolean;
}

/** Every state that any order of steps leads to. */
function explore(start: Model, flaw?: Flaw): Explored {
  const bad: Model[] = [];
  const seen = new Map<string, number>();
  const indegree: number[] = [];
  const next: number[][] = [];
  const numberOf = (model: Model): number => {
    const key = JSON.stringify(model);
    const known = seen.get(key);
    if (known !== undefined) return known;
    const number = seen.size;
    seen.set(key, number);
    indegree.push(0);
    next.push([]);
    waiting.push(model);
    return number;
  };
  const waiting: Model[] = [];
  numberOf(start);
  for (let number = 0; number < waiting.length; number += 1) {
    const model = waiting[number] ?? start;
    const steps = stepsOf(model, flaw).filter(({ event }) => event !== 'all redriven' || !isGood(model));
    const others = steps.filter(({ event }) => event !== 'all redriven');
    // A redrive is somebody's decision, not a way on: nobody may depend on it.
    if (others.length === 0 && !isGood(model)) bad.push(model);
    for (const step of steps) {
      const to = numberOf(step.next);
      next[number]?.push(to);
      indegree[to] = (indegree[to] ?? 0) + 1;
    }
  }
  const free = [...indegree.keys()].filter((number) => indegree[number] === 0);
  let ordered = 0;
  for (const number of free) {
    ordered += 1;
    for (const to of next[number] ?? []) {
      indegree[to] = (indegree[to] ?? 0) - 1;
      if (indegree[to] === 0) free.push(to);
    }
  }
  return { states: seen.size, bad, circles: ordered < seen.size };
}

describe('the rendezvous, in every interleaving', () => {
  const cases = (['succeeded', 'failed'] as const).flatMap((fate): readonly [Fate, number, number][] => [
    [fate, 1, full ? 6 : 3],
    [fate, 2, full ? 3 : 1],
    [fate, 3, full ? 2 : 0],
  ]);
  it.each(cases)(
    'wakes everybody with the fate "%s": %i waiters, %i faults',
    { timeout: 600_000 },
    (fate, waiters, faults) => {
      const { states, bad, circles } = explore(initialModel(waiters, fate, faults));
      expect({ bad, circles }).toEqual({ bad: [], circles: false });
      expect(states).toBeGreaterThan(100);
    },
  );

  it.each([
    'stores whatever the fate',
    'forgets tokens that it found',
    'finds tokens before it writes',
    'wakes once',
  ] as const)('would leave somebody waiting if it %s', (flaw) => {
    expect(explore(initialModel(1, 'succeeded', 2), flaw).bad).not.toEqual([]);
  });
});
